"""The plan of the house: no circles, few arrows."""

from __future__ import annotations

from tests import house


def test_no_file_imports_itself_in_a_circle_even_late() -> None:
    assert house.circles(house.imports()) == []


def test_no_room_knows_one_that_knows_it() -> None:
    graph: dict[str, set[str]] = {}
    for one, other in house.arrows():
        graph.setdefault(one, set()).add(other)
    assert house.circles(graph) == []


def test_the_window_s_rooms_know_few_others() -> None:
    """But for the room that makes and wires them, which knows all of them."""
    window = [one for one, _ in house.arrows() if one.startswith("gui") and one != "gui.app"]
    assert 0 < len(window) <= 56


def test_files_and_functions_are_short() -> None:
    """Near 100 lines and near 8: few files have more than 250, few functions more than 25."""
    lines = [path.read_text("utf-8").count("\n") for path in house.files()]
    assert max(lines) < 350
    assert sum(count > 250 for count in lines) <= 16
    functions = house.function_lengths()
    assert max(functions) <= 40
    assert sum(length > 25 for length in functions) <= 110


def naming(word: str, *tops: str) -> set[str]:
    """The source files in which a word stands."""
    return {
        str(path.relative_to(house.ROOT))
        for path in house.files()
        if word in path.read_text("utf-8") and path.relative_to(house.ROOT).parts[0] in tops
    }


def test_new_things_touch_as_few_files_as_the_guide_says() -> None:
    """Each kind by one of its kind: the files that name it, but for those that make use of it."""
    assert naming('"help.about"', "gui") == {"gui/commands/help.py", "gui/commands/actions.py"}
    tool = naming("Tool.JITTER", "gui")
    assert tool == {"gui/stage/hand/tool.py", "gui/stage/hand/sweeps.py"}
    outside = {path for path in naming("GalleryPanel", "gui") if "panels/gallery/" not in path}
    assert outside == {"gui/workspaces.py"}
    view = naming("SoftmaxRequest", "engine")
    assert view <= {
        "engine/frames/softmax.py",
        "engine/frames/__init__.py",  # where it is offered to the window
        "engine/answers/softmax.py",
        "engine/answers/views.py",
    }
    field = naming("min_change", "gui", "engine")
    users = {"engine/training/stopping.py", "engine/codegen/stopping.py"}
    assert field - users == {
        "engine/experiment/specs.py",
        "engine/experiment/settings.py",
        "gui/panels/training/stop_form.py",
    }
