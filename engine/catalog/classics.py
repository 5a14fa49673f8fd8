"""The classic data sets that come with scikit-learn; ``target`` is the function that loads one."""

from engine.catalog.entry import Entry, by_name

CLASSICS: dict[str, Entry] = by_name(
    Entry(
        "iris",
        "Iris",
        "150 irises of three species, 4 measurements in cm (Fisher, 1936); "
        "starts with the petal's length and width.",
        "",
        "sklearn.datasets.load_iris",
    ),
    Entry(
        "wine",
        "Wine",
        "178 Italian wines of three growers, 13 measurements (UCI, Aeberhard and Forina, 1992); "
        "starts with flavanoids and colour.",
        "",
        "sklearn.datasets.load_wine",
    ),
    Entry(
        "breast_cancer",
        "Breast cancer",
        "569 tumours, benign or malignant, 30 measurements of cell nuclei "
        "(UCI, Wolberg and others, 1995); starts with size and shape.",
        "",
        "sklearn.datasets.load_breast_cancer",
    ),
    Entry(
        "digits",
        "Handwritten digits",
        "1,797 digits from 0 to 9 of 8 × 8 pixels (UCI, Alpaydin and Kaynak, 1998), "
        "each brought down to its first two principal components.",
        "",
        "sklearn.datasets.load_digits",
    ),
    Entry(
        "diabetes",
        "Diabetes",
        "442 patients, 10 measurements, and how far the illness got in a year "
        "(Efron and others, 2004); starts with body mass and blood lipids.",
        "",
        "sklearn.datasets.load_diabetes",
    ),
    Entry(
        "linnerud",
        "Linnerud",
        "20 men in a fitness club, 3 exercises and 3 measurements of the body "
        "(Tenenhaus, 1998); starts with predicting the waist from sit-ups and chin-ups.",
        "",
        "sklearn.datasets.load_linnerud",
    ),
)
