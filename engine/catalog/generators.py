"""The data sets that can be made with a few numbers; ``target`` is the function that makes one."""

from engine.catalog.entry import NOT_NEGATIVE, Entry, Param, Range, by_name

MOST_ROWS = 20_000
ROWS = Param(
    "rows", "Rows", "How many points are made.", 200, "int", (Range(10, MOST_ROWS),),
    (10, MOST_ROWS), log=True,
)  # fmt: skip
SEED = Param("seed", "Seed", "Another number draws other points.", 0, "int", (Range(0, 2**63 - 1),))


def _noise(default: float, most: float, explanation: str) -> Param:
    return Param("noise", "Noise", explanation, default, ranges=(NOT_NEGATIVE,), slider=(0.0, most))


_SPREAD = "The standard deviation of what is added to the target."
_SHAKEN = "The standard deviation of what is added to each place."
_DOUBT = "How far a point may be moved before its class is read off, as a share of the plane."
_PUSHED = "How far at most each point is moved along either axis."
_WIDER = "0 makes two narrow clouds, 0.5 two wide ones that overlap."
_BLURRED = "How far a point may be moved before its target is read off, as a share of the plane."

GENERATORS: dict[str, Entry] = by_name(
    Entry(
        "line",
        "Line with noise",
        "Points along a straight line, for a first regression.",
        r"y = a x + b + \nu\,\mathcal{N}(0, 1)",
        "engine.edits.generate.line",
        (
            ROWS,
            Param("slope", "Slope", "How steep the line is.", 2.0, slider=(-5.0, 5.0)),
            Param("intercept", "Intercept", "Where it meets the y axis.", 1.0, slider=(-9.0, 9.0)),
            _noise(1.0, 5.0, _SPREAD),
            SEED,
        ),
    ),
    Entry(
        "sine",
        "Sine",
        "Points along a wave, which no straight line can follow.",
        r"y = A \sin(f x) + \nu\,\mathcal{N}(0, 1)",
        "engine.edits.generate.sine",
        (
            ROWS,
            Param("amplitude", "Amplitude", "How high the wave is.", 1.0, slider=(0.0, 5.0)),
            Param("frequency", "Frequency", "How fast it rises and falls.", 1.0, slider=(0.1, 5.0)),
            _noise(0.1, 1.0, _SPREAD),
            SEED,
        ),
    ),
    Entry(
        "plane",
        "Plane",
        "A number that grows evenly along two features.",
        r"y = (x_1 + x_2) / 10",
        "engine.edits.generate.plane",
        (ROWS, _noise(0.0, 0.5, _BLURRED), SEED),
    ),
    Entry(
        "bumps",
        "Bumps",
        "A number that rises and falls around six centres, over two features.",
        r"y = \pm \max(0, 1 - d / 2)",
        "engine.edits.generate.bumps",
        (ROWS, _noise(0.0, 0.5, _BLURRED), SEED),
    ),
    Entry(
        "gaussians",
        "Two Gaussians",
        "Two round clouds that a straight border can part.",
        r"p = \pm(2, 2) + \sqrt{0.5 + 7 \nu}\,\mathcal{N}(0, 1)^2",
        "engine.edits.generate.gaussians",
        (ROWS, _noise(0.0, 0.5, _WIDER), SEED),
    ),
    Entry(
        "circle",
        "Circle",
        "A disc inside a ring: only a closed border parts them.",
        r"p = r (\sin t, \cos t)",
        "engine.edits.generate.circle",
        (ROWS, _noise(0.0, 0.5, _DOUBT), SEED),
    ),
    Entry(
        "xor",
        "XOR",
        "Four quarters, and those that face each other are of one class.",
        r"x_1 x_2 \ge 0",
        "engine.edits.generate.xor",
        (ROWS, _noise(0.0, 0.5, _DOUBT), SEED),
    ),
    Entry(
        "spiral",
        "Spiral",
        "Two arms that wind around each other: hard for a small network.",
        r"p = 5 s (\sin t, \cos t),\; t = 3.5 \pi s + \{0, \pi\}",
        "engine.edits.generate.spiral",
        (ROWS, _noise(0.0, 0.5, _PUSHED), SEED),
    ),
    Entry(
        "moons",
        "Moons",
        "Two half circles that reach into each other.",
        r"(\cos t, \sin t),\; (1 - \cos t, \tfrac12 - \sin t)",
        "engine.edits.generate.moons",
        (ROWS, _noise(0.1, 0.5, _SHAKEN), SEED),
    ),
    Entry(
        "circles",
        "Circles",
        "A small circle inside a large one.",
        r"p = r (\cos t, \sin t)",
        "engine.edits.generate.circles",
        (
            ROWS,
            Param(
                "factor", "Inner radius", "The small circle's radius; the large one's is 1.",
                0.5, ranges=(Range(0, 1, low_open=True, high_open=True),), slider=(0.1, 0.9),
            ),
            _noise(0.05, 0.5, _SHAKEN),
            SEED,
        ),
    ),
    Entry(
        "blobs",
        "Blobs",
        "A round cloud for each of several classes, their centres on a circle.",
        r"p = 5 (\cos \tfrac{2 \pi k}{K}, \sin \tfrac{2 \pi k}{K}) + \nu\,\mathcal{N}(0, 1)^2",
        "engine.edits.generate.blobs",
        (
            ROWS,
            Param(
                "classes", "Classes", "How many clouds there are.", 3, "int", (Range(2, 10),),
                (2, 10),
            ),
            _noise(1.0, 3.0, _SHAKEN),
            SEED,
        ),
    ),
)  # fmt: skip
