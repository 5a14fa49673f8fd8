"""Made-up tables in the shapes that public teaching collections have, each with what is right.

The columns' names and the frames are those of well-known tables; the rows are drawn at random.
"""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np

Columns = Mapping[str, Sequence[Any]]
ROWS = 120


@dataclass(frozen=True)
class Shape:
    """A file's content and what opening it finds by itself."""

    content: bytes
    target: str | tuple[str, ...]
    task: str = "regression"
    ignored: tuple[str, ...] = ()  # at least these
    features: tuple[str, ...] = ()  # at least these
    header: int | None = 1
    rows: int | None = None  # kept; None: at least four fifths
    questions: tuple[str, ...] = ()
    total: int = ROWS
    more: Mapping[str, Any] = field(default_factory=dict)


def draw(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


def reals(low: float = 0.0, high: float = 10.0, seed: int = 0, rows: int = ROWS) -> list[str]:
    return [f"{value:.2f}" for value in draw(seed).uniform(low, high, rows)]


def wholes(low: int, high: int, seed: int = 0, rows: int = ROWS) -> list[str]:
    return [str(value) for value in draw(seed).integers(low, high, rows)]


def words(*names: str, seed: int = 0, rows: int = ROWS) -> list[str]:
    return [str(name) for name in draw(seed).choice(names, rows)]


def blocks(*names: str, rows: int = ROWS) -> list[str]:
    """Each name in rows that stand together, as classes are listed."""
    return [names[place * len(names) // rows] for place in range(rows)]


def people(rows: int = ROWS) -> list[str]:
    return [f"Somebody, Mr. {place}" for place in range(rows)]


def with_gaps(cells: list[str], share: float, seed: int = 1, mark: str = "") -> list[str]:
    gone = draw(seed).random(len(cells)) < share
    return [mark if empty else cell for cell, empty in zip(cells, gone, strict=True)]


def count(start: int = 1, rows: int = ROWS) -> list[str]:
    return [str(place + start) for place in range(rows)]


def text(
    columns: Columns, delimiter: str = ",", header: bool = True, before: str = "", after: str = ""
) -> bytes:
    lines = [delimiter.join(_quoted(name, delimiter) for name in columns)] if header else []
    lines += [
        delimiter.join(_quoted(str(cell), delimiter) for cell in row)
        for row in zip(*columns.values(), strict=True)
    ]
    return (before + "\n".join(lines) + "\n" + after).encode()


def _quoted(cell: str, delimiter: str) -> str:
    return f'"{cell}"' if delimiter in cell else cell


def book(*sheets: tuple[str, list[list[Any]]], merges: Sequence[str] = ()) -> bytes:
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as made:
        for name, rows in sheets:
            sheet = made.add_worksheet(name)
            for place, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if cell is not None:
                        sheet.write(place, column, cell)
            for span in merges:
                first = span.partition(":")[0]
                column, line = ord(first[0]) - 65, int(first[1:]) - 1
                sheet.merge_range(span, rows[line][column])
    return buffer.getvalue()


def titanic_kaggle(rows: int = 891) -> bytes:
    c = _passengers(rows)
    return text({
        "PassengerId": count(rows=rows), "Survived": c["survived"], "Pclass": c["class"],
        "Name": people(rows), "Sex": c["sex"], "Age": with_gaps(c["age"], 0.2),
        "SibSp": wholes(0, 4, 5, rows), "Parch": wholes(0, 3, 6, rows),
        "Ticket": [n if p else f"A/5 {n}" for n, p in
                   zip(wholes(2000, 400000, 7, rows), draw(8).random(rows) < 0.74, strict=True)],
        "Fare": reals(5, 100, 9, rows),
        "Cabin": with_gaps([f"C{n}" for n in wholes(1, 150, 10, rows)], 0.77),
        "Embarked": with_gaps(words("S", "C", "Q", seed=11, rows=rows), 0.003, 12),
    })  # fmt: skip


def titanic_seaborn(rows: int = 891) -> bytes:
    c = _passengers(rows)
    town = words("S", "C", "Q", seed=11, rows=rows)
    adult = ["man" if sex == "male" else "woman" for sex in c["sex"]]
    who = ["child" if float(age) < 16 else a for age, a in zip(c["age"], adult, strict=True)]
    return text({
        "survived": c["survived"], "pclass": c["class"], "sex": c["sex"],
        "age": with_gaps(c["age"], 0.2), "sibsp": wholes(0, 4, 5, rows),
        "parch": wholes(0, 3, 6, rows), "fare": reals(5, 100, 9, rows), "embarked": town,
        "class": [["First", "Second", "Third"][int(n) - 1] for n in c["class"]], "who": who,
        "adult_male": [str(w == "man") for w in who],
        "deck": with_gaps(words(*"ABCDEFG", seed=13, rows=rows), 0.77),
        "embark_town": [{"S": "Southampton", "C": "Cherbourg", "Q": "Queenstown"}[t] for t in town],
        "alive": ["yes" if s == "1" else "no" for s in c["survived"]],
        "alone": [str(n == "0") for n in wholes(0, 4, 5, rows)],
    })  # fmt: skip


def _passengers(rows: int) -> dict[str, list[str]]:
    sex = words("male", "male", "female", seed=1, rows=rows)
    classes = words("1", "2", "3", "3", seed=2, rows=rows)
    age = [f"{value:.1f}" for value in draw(3).gamma(6, 5, rows)]
    lean = [2.5 * (s == "female") - 0.9 * (int(c) - 2) - 0.02 * (float(a) - 30) - 1
            for s, c, a in zip(sex, classes, age, strict=True)]  # fmt: skip
    alive = draw(4).random(rows) < 1 / (1 + np.exp(-np.array(lean)))
    return {"sex": sex, "class": classes, "age": age, "survived": [str(int(x)) for x in alive]}


IRIS = {"Sepal.Length": reals(4, 8), "Sepal.Width": reals(2, 4, 1), "Petal.Length": reals(1, 7, 2),
        "Petal.Width": reals(0.1, 2.5, 3)}  # fmt: skip
SPECIES = blocks("setosa", "versicolor", "virginica")
WEATHER = {"temp": reals(-10, 35), "humidity": wholes(20, 100, 1), "windspeed": reals(0, 40, 2)}
DAYS = [str(np.datetime64("2024-01-01") + place) for place in range(ROWS)]


def slashed(day_first: bool) -> list[str]:
    parts = [day.split("-") for day in DAYS]
    return [f"{d}/{m}/{y}" if day_first else f"{m}/{d}/{y}" for y, m, d in parts]


def korean(columns: Columns, encoding: str = "cp949", **more: Any) -> bytes:
    return text(columns, **more).decode().encode(encoding)


def oil_prices() -> bytes:
    rows: list[list[Any]] = [["주유소 평균 판매가격(제품별)"], ["기간 : 20240101 ~ 20240429"],
                             ["단위 : 원/리터"], [], ["구분", "고급휘발유", "보통휘발유",
                                 "자동차용경유"]]  # fmt: skip
    for day, a, b, c in zip(DAYS, reals(1800, 2000), reals(1600, 1700, 1), reals(1500, 1600, 2),
                            strict=True):  # fmt: skip
        year, month, date = day.split("-")
        rows.append([f"{year}년{month}월{date}일", float(a), float(b), float(c)])
    return book(("유가", rows))


def exam_book() -> bytes:
    rows: list[list[Any]] = [["2학년 3반 중간고사"], ["번호", "이름", "국어", "영어", "수학"]]
    rows += [
        [n + 1, f"학생{n}", 50 + n % 40, 60 + (7 * n) % 40, 55 + (11 * n) % 45] for n in range(30)
    ]
    rows.append(["합계", None, 2000, 2100, 2200])
    rows.append(["평균", None, 70, 71, 72])
    return book(("성적", rows))


def two_line_header() -> bytes:
    rows: list[list[Any]] = [["지역", "2022년", None, "2023년", None],
                             [None, "인구", "세대", "인구", "세대"]]  # fmt: skip
    rows += [[f"동네{n}", *(1000 + step * n % 400 for step in (37, 13, 31, 17))] for n in range(20)]
    return book(("인구", rows), merges=("A1:A2", "B1:C1", "D1:E1"))


def shapes() -> dict[str, Callable[[], Shape]]:
    """Every shape by the name of its file."""
    c = "classification"
    made: dict[str, Shape] = {
        "titanic_kaggle.csv": Shape(
            titanic_kaggle(), "Survived", c, ("PassengerId", "Name", "Ticket", "Cabin"),
            ("Pclass", "Sex", "Age", "Fare", "Embarked"), total=891),
        "titanic_seaborn.csv": Shape(
            titanic_seaborn(), "survived", c, ("deck", "alive"),
            ("pclass", "sex", "age", "fare"), total=891),
        "iris_rownames.csv": Shape(
            text({"rownames": count(), **IRIS, "Species": SPECIES}), "Species", c,
            ("rownames",), tuple(IRIS)),
        "iris_unnamed.csv": Shape(
            text({"": count(), **IRIS, "Species": SPECIES}), "Species", c, ("column 1",),
                tuple(IRIS)),
        "iris_pandas.csv": Shape(
            text({"Unnamed: 0": count(0), **IRIS, "species": SPECIES}), "species", c,
            ("Unnamed: 0",), tuple(IRIS)),
        "iris_kaggle.csv": Shape(
            text({"Id": count(), **IRIS, "Species": SPECIES}), "Species", c, ("Id",), tuple(IRIS)),
        "iris.data": Shape(
            text({**IRIS, "Species": SPECIES}, header=False), "y", c, (), ("x1", "x2", "x3", "x4"),
            header=None),
        "iris_target.csv": Shape(
            text({**IRIS, "target": blocks("0", "1", "2")}), "target", c, (), tuple(IRIS)),
        "iris_class_numbers.csv": Shape(
            text({**IRIS, "class": words("1", "2", "3")}), "class", c, (), tuple(IRIS)),
        "iris_numbers.data": Shape(
            text({**IRIS, "k": blocks("0", "1", "2")}, header=False), "y", c, header=None),
        "iris_r_table.txt": Shape(
            b'"Sepal.Length" "Sepal.Width" "Species"\n' + b"".join(
                f'"{i + 1}" {a} {b} "{s}"\n'.encode() for i, (a, b, s) in
                enumerate(zip(IRIS["Sepal.Length"], IRIS["Sepal.Width"], SPECIES, strict=True))),
            "Species", c, ("row names",), ("Sepal.Length", "Sepal.Width")),
        "tips_seaborn.csv": Shape(
            text({"total_bill": reals(3, 50), "tip": reals(1, 10, 1), "sex": words("Male",
                "Female"),
                  "smoker": words("No", "Yes", seed=3), "day": words("Sun", "Sat", "Thur", "Fri"),
                  "time": words("Dinner", "Lunch", seed=4), "size": wholes(1, 7, 5)}),
            ("size", "tip"), "regression", (), ("total_bill", "sex", "smoker", "day", "time")),
        "mpg_seaborn.csv": Shape(
            text({"mpg": reals(9, 46), "cylinders": words("4", "6", "8"),
                  "displacement": reals(68, 455, 1),
                  "horsepower": with_gaps(wholes(46, 230, 2), 0.015), "weight": wholes(1600, 5100,
                  3),
                  "acceleration": reals(8, 25, 4), "model_year": wholes(70, 83, 5),
                  "origin": words("usa", "europe", "japan", seed=6),
                  "name": [f"car model {n}" for n in range(ROWS)]}),
            ("mpg", "origin"), "regression", ("name",), ("horsepower", "weight")),
        "auto_mpg_question_marks.csv": Shape(
            text({"mpg": reals(9, 46), "horsepower": with_gaps(wholes(46, 230, 2), 0.02, mark="?"),
                  "weight": wholes(1600, 5100, 3), "car name": [f"car {n}" for n in range(ROWS)]}),
            "mpg", "regression", ("car name",), ("horsepower", "weight")),
        "mtcars.csv": Shape(
            text({"": [f"Mazda {n}" for n in range(32)], "mpg": reals(10, 34, rows=32),
                  "cyl": words("4", "6", "8", rows=32), "hp": wholes(52, 335, 1, 32),
                  "wt": reals(1.5, 5.5, 2, 32), "am": words("0", "1", rows=32, seed=3),
                  "carb": wholes(1, 9, 4, 32)}),
            ("mpg", "carb"), "regression", ("column 1",), ("hp", "wt"), total=32),
        "penguins_seaborn.csv": Shape(
            text({"species": blocks("Adelie", "Chinstrap", "Gentoo"),
                  "island": words("Torgersen", "Biscoe", "Dream"),
                  "bill_length_mm": with_gaps(reals(32, 60), 0.01),
                  "bill_depth_mm": with_gaps(reals(13, 22, 1), 0.01),
                  "flipper_length_mm": with_gaps(wholes(170, 232, 2), 0.01),
                  "body_mass_g": with_gaps(wholes(2700, 6300, 3), 0.01),
                  "sex": with_gaps(words("Male", "Female", seed=4), 0.03, 5)}),
            "species", c, (), ("island", "bill_length_mm", "sex")),
        "penguins_rownames.csv": Shape(
            text({"rownames": count(), "species": blocks("Adelie", "Chinstrap", "Gentoo"),
                  "island": words("Torgersen", "Biscoe", "Dream"),
                  "bill_length_mm": with_gaps(reals(32, 60), 0.01, mark="NA"),
                  "sex": with_gaps(words("male", "female", seed=4), 0.03, 5, "NA"),
                  "year": words("2007", "2008", "2009", seed=6)}),
            "species", c, ("rownames",), ("bill_length_mm", "sex", "year")),
        "diamonds.csv": Shape(
            text({"carat": reals(0.2, 3), "cut": words("Ideal", "Premium", "Good"),
                  "color": words(*"DEFGHIJ"), "clarity": words("SI2", "SI1", "VS1", "VVS1"),
                  "depth": reals(55, 68, 1), "table": reals(50, 65, 2), "price": wholes(300,
                  18000, 3),
                  "x": reals(4, 9, 4), "y": reals(4, 9, 5), "z": reals(2, 5, 6)}),
            "price", "regression", (), ("carat", "cut", "x", "y", "z")),
        "advertising.csv": Shape(
            text({"": count(), "TV": reals(0, 300), "radio": reals(0, 50, 1),
                  "newspaper": reals(0, 110, 2), "sales": reals(1, 27, 3)}),
            "sales", "regression", ("column 1",), ("TV", "radio", "newspaper")),
        "student_scores.csv": Shape(
            text({"Hours": reals(1, 9), "Scores": wholes(15, 98)}), "Scores", "regression", (),
                ("Hours",)),
        "students_performance.csv": Shape(
            text({"gender": words("female", "male"), "race/ethnicity": words("group A", "group B"),
                  "lunch": words("standard", "free/reduced", seed=2), "math score": wholes(20, 100),
                  "reading score": wholes(20, 100, 1), "writing score": wholes(20, 100, 2)}),
            "writing score", "regression", (), ("gender", "math score")),
        "salary.csv": Shape(
            text({"YearsExperience": reals(1, 11), "Salary": wholes(37000, 130000)}), "Salary"),
        "salary_index.csv": Shape(
            text({"Unnamed: 0": count(0), "YearsExperience": reals(1, 11),
                  "Salary": wholes(37000, 130000)}), "Salary", "regression", ("Unnamed: 0",)),
        "social_ads.csv": Shape(
            text({"User ID": wholes(15_000_000, 16_000_000), "Gender": words("Male", "Female"),
                  "Age": wholes(18, 60), "EstimatedSalary": wholes(15000, 150000),
                  "Purchased": words("0", "1", seed=4)}),
            "Purchased", c, ("User ID",), ("Gender", "Age", "EstimatedSalary")),
        "breast_cancer_kaggle.csv": Shape(
            text({"id": wholes(8000, 9_000_000), "diagnosis": words("M", "B"),
                  "radius_mean": reals(6, 28), "texture_mean": reals(9, 40, 1),
                  "area_worst": reals(180, 4000, 2), "": [""] * ROWS}),
            "diagnosis", c, ("id",), ("radius_mean", "texture_mean", "area_worst")),
        "pima.csv": Shape(
            text({"Pregnancies": wholes(0, 17), "Glucose": wholes(44, 199, 1), "BMI": reals(18,
                67, 2),
                  "Age": wholes(21, 81, 3), "Outcome": words("0", "1", seed=4)}),
            "Outcome", c, (), ("Pregnancies", "Glucose", "BMI", "Age")),
        "pima_headerless.csv": Shape(
            text({"a": wholes(0, 17), "b": wholes(44, 199, 1), "c": reals(18, 67, 2),
                  "d": words("0", "1", seed=4)}, header=False),
            "y", c, (), ("x1", "x2", "x3"), header=None),
        "heart.csv": Shape(
            text({"age": wholes(29, 77), "sex": words("0", "1"), "cp": wholes(0, 4, 1),
                  "chol": wholes(126, 564, 2), "target": words("0", "1", seed=3)}),
            "target", c, (), ("age", "sex", "cp", "chol")),
        "boston.csv": Shape(
            text({"CRIM": reals(0, 9), "ZN": reals(0, 100, 1), "CHAS": words("0", "1"),
                  "RM": reals(3, 9, 2), "LSTAT": with_gaps(reals(1, 38, 3), 0.04, mark="NA"),
                  "MEDV": reals(5, 50, 4)}),
            "MEDV", "regression", (), ("CRIM", "ZN", "CHAS", "RM", "LSTAT")),
        "boston_spaces.data": Shape(
            "".join(f" {a:>8} {b:>7}  {d}\n" for a, b, d in
                    zip(reals(0, 9), reals(3, 9, 2), reals(5, 50, 4), strict=True)).encode(),
            "y", "regression", header=None),
        "california.csv": Shape(
            text({"longitude": reals(-124, -114), "latitude": reals(32, 42, 1),
                  "total_rooms": wholes(2, 39000, 2), "total_bedrooms": with_gaps(wholes(1, 6000,
                  3), 0.01),
                  "median_house_value": wholes(15000, 500000, 4),
                  "ocean_proximity": words("NEAR BAY", "INLAND", "<1H OCEAN")}),
            "median_house_value", "regression", (), ("longitude", "total_bedrooms",
            "ocean_proximity")),
        "house_prices.csv": Shape(
            text({"Id": count(), "MSSubClass": words("20", "60", "120"),
                  "LotFrontage": with_gaps(wholes(21, 313, 1), 0.17, mark="NA"),
                  "Street": words("Pave", "Grvl"),
                  "Alley": with_gaps(words("Pave", "Grvl", seed=5), 0.93, mark="NA"),
                  "GrLivArea": wholes(334, 5642, 2), "SalePrice": wholes(34900, 755000, 3)}),
            "SalePrice", "regression", ("Id", "Alley"), ("LotFrontage", "GrLivArea", "Street")),
        "wine_quality.csv": Shape(
            text({"fixed acidity": reals(4, 16), "pH": reals(2.7, 4, 1), "alcohol": reals(8, 15, 2),
                  "quality": wholes(3, 9, 3)}, ";"),
            "quality", "regression", (), ("fixed acidity", "pH", "alcohol")),
        "wine_semicolon_quoted.csv": Shape(
            b'"fixed acidity";"pH";"quality"\n' + text({"a": reals(4, 16), "b": reals(2.7, 4, 1),
                                                        "c": wholes(3, 9, 3)}, ";", header=False),
            "quality", "regression", (), ("fixed acidity", "pH")),
        "glass.csv": Shape(
            text({"RI": reals(1.51, 1.53), "Na": reals(10, 17, 1), "Type": words("1", "2", "3",
                "7")}),
            "Type", c, (), ("RI", "Na")),
        "zoo.csv": Shape(
            text({"animal_name": [f"animal{n}" for n in range(ROWS)], "hair": words("0", "1"),
                  "legs": words("0", "2", "4", "6"), "class_type": words("1", "2", "3", "4",
                  seed=5)}),
            "class_type", c, ("animal_name",), ("hair", "legs")),
        "mushrooms.csv": Shape(
            text({"class": words("p", "e"), "cap-shape": words("x", "b", "s", seed=1),
                  "odor": words("p", "a", "l", "n", seed=2)}), "class", c, (), ("cap-shape",
                  "odor")),
        "mushrooms.data": Shape(
            text({"class": words("p", "e"), "cap-shape": words("x", "b", "s", seed=1),
                  "odor": words("p", "a", "l", "n", seed=2)}, header=False), "y", c,
            (), ("x1", "x2"), header=None),
        "car.data": Shape(
            text({"a": words("vhigh", "high", "med"), "b": words("2", "3", "5more", seed=1),
                  "c": words("small", "big", seed=2), "d": words("unacc", "acc", "good", seed=3)},
                 header=False), "y", c, (), ("x1", "x2", "x3"), header=None),
        "adult.csv": Shape(
            text({"age": wholes(17, 90), "workclass": words("Private", "State-gov", "?"),
                  "education": words("Bachelors", "HS-grad"), "hours.per.week": wholes(10, 80),
                  "income": words("<=50K", ">50K", seed=3)}),
            "income", c, (), ("age", "education", "hours.per.week")),
        "adult.data": Shape(
            text({"age": wholes(17, 90), "b": [" " + w for w in words("Private", "State-gov")],
                  "c": [" " + w for w in words("<=50K", ">50K", seed=3)]}, header=False),
            "y", c, (), ("x1", "x2"), header=None),
        "churn.csv": Shape(
            text({"customerID": [f"{n}-ABCD" for n in range(7000, 7000 + ROWS)],
                  "gender": words("Male", "Female"), "SeniorCitizen": words("0", "1", seed=1),
                  "tenure": wholes(0, 73, 2), "MonthlyCharges": reals(18, 119, 3),
                  "TotalCharges": with_gaps(reals(18, 8700, 4), 0.02, mark=" "),
                  "Churn": words("No", "Yes", seed=5)}),
            "Churn", c, ("customerID",), ("tenure", "MonthlyCharges", "TotalCharges", "gender")),
        "bank_churn.csv": Shape(
            text({"RowNumber": count(), "CustomerId": wholes(15_000_000, 16_000_000),
                  "Surname": [f"Name{n}" for n in range(ROWS)], "CreditScore": wholes(350, 850),
                  "Geography": words("France", "Spain", "Germany"), "Balance": reals(0, 250000, 2),
                  "Exited": words("0", "1", seed=5)}),
            "Exited", c, ("RowNumber", "CustomerId", "Surname"), ("CreditScore", "Geography")),
        "loan.csv": Shape(
            text({"Loan_ID": [f"LP00{n}" for n in range(1000, 1000 + ROWS)],
                  "Dependents": words("0", "0", "0", "1", "2", "3+"),
                  "ApplicantIncome": wholes(150, 81000), "LoanAmount": with_gaps(wholes(9, 700,
                  2), 0.04),
                  "Credit_History": with_gaps(words("1.0", "0.0", seed=3), 0.08),
                  "Loan_Status": words("Y", "N", seed=5)}),
            "Loan_Status", c, ("Loan_ID",), ("Dependents", "ApplicantIncome", "Credit_History")),
        "insurance.csv": Shape(
            text({"age": wholes(18, 65), "sex": words("female", "male"), "bmi": reals(15, 54),
                  "children": wholes(0, 6, 1), "smoker": words("yes", "no", seed=2),
                  "region": words("southwest", "northeast", seed=7), "charges": reals(1100, 63000,
                  3)}),
            "charges", "regression", (), ("age", "sex", "bmi", "smoker", "region")),
        "50_startups.csv": Shape(
            text({"R&D Spend": reals(0, 165000), "Administration": reals(51000, 182000, 1),
                  "State": words("New York", "California", "Florida"), "Profit": reals(14000,
                  192000, 2)}),
            "Profit", "regression", (), ("R&D Spend", "State")),
        "mall_customers.csv": Shape(
            text({"CustomerID": [f"{n:04d}" for n in range(1, ROWS + 1)], "Genre": words("Male",
                "Female"),
                  "Age": wholes(18, 70), "Annual Income (k$)": wholes(15, 137, 1),
                  "Spending Score (1-100)": wholes(1, 99, 2)}),
            "Spending Score (1-100)", "regression", ("CustomerID",), ("Genre", "Age")),
        "flights.csv": Shape(
            text({"year": [str(1949 + n // 12) for n in range(ROWS)],
                  "month": [["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct",
                             "Nov", "Dec"][n % 12] for n in range(ROWS)],
                  "passengers": wholes(104, 622)}), "passengers", "regression", (), ("year",
                  "month")),
        "air_passengers.csv": Shape(
            text({"Month": [f"{1949 + n // 12}-{n % 12 + 1:02d}" for n in range(ROWS)],
                  "#Passengers": wholes(104, 622)}), "#Passengers", "regression", (), ("Month",)),
        "airquality.csv": Shape(
            text({"rownames": count(), "Ozone": with_gaps(wholes(1, 168), 0.18, mark="NA"),
                  "Solar.R": with_gaps(wholes(7, 334, 1), 0.05, mark="NA"), "Wind": reals(1, 20, 2),
                  "Temp": wholes(56, 97, 3)}), "Temp", "regression", ("rownames",), ("Ozone",
                  "Wind")),
        "faithful.csv": Shape(
            text({"": count(), "eruptions": reals(1.6, 5), "waiting": wholes(43, 96)}),
            "waiting", "regression", ("column 1",), ("eruptions",)),
        "cars_r.csv": Shape(
            text({"rownames": count(), "speed": wholes(4, 25), "dist": wholes(2, 120, 1)}),
            "dist", "regression", ("rownames",), ("speed",)),
        "women.csv": Shape(
            text({"height": count(58, 15), "weight": count(115, 15)}), "weight", "regression", (),
            ("height",), total=15),
        "galton.csv": Shape(
            text({"family": wholes(1, 204), "father": reals(62, 78), "mother": reals(58, 70, 1),
                  "gender": words("M", "F"), "height": reals(56, 79, 2)}), "height", "regression",
                  (),
            ("father", "mother", "gender")),
        "chickweight.csv": Shape(
            text({"rownames": count(), "weight": wholes(35, 373), "Time": wholes(0, 22, 1),
                  "Chick": wholes(1, 51, 2), "Diet": wholes(1, 5, 3)}),
            ("Diet", "weight"), "regression", ("rownames",), ("Time",)),
        "bike_sharing.csv": Shape(
            text({"instant": count(), "dteday": DAYS, "season": wholes(1, 5), **WEATHER,
                  "cnt": wholes(22, 8714, 5)}), "cnt", "regression", ("instant",), ("dteday",
                  "temp")),
        "bike_kaggle.csv": Shape(
            text({"datetime": [f"{day} 0{n % 10}:00:00" for n, day in enumerate(DAYS)],
                  "holiday": words("0", "1"), **WEATHER, "count": wholes(1, 977, 5)}),
            "count", "regression", (), ("datetime", "temp")),
        "stock.csv": Shape(
            text({"Date": DAYS, "Open": reals(100, 200), "High": reals(100, 200, 1),
                  "Low": reals(100, 200, 2), "Volume": [f"{int(n):,}" for n in wholes(10_000,
                  10_000_000, 3)],
                  "Close": reals(100, 200, 4)}), "Close", "regression", (), ("Date", "Open",
                  "Volume")),
        "investing.csv": Shape(
            text({"Date": slashed(False), "Price": [f"{float(n):,.2f}" for n in reals(2000, 3000)],
                  "Vol.": reals(1, 9, 1), "Change %": [f"{n}%" for n in reals(-3, 3, 2)]}),
            ("Price", "Change %"), "regression", (), ("Date",)),
        "covid.csv": Shape(
            text({"iso_code": ["KOR"] * ROWS, "date": DAYS, "new_tests": with_gaps(reals(0, 9),
                0.7),
                  "new_cases": with_gaps(wholes(0, 9000), 0.02), "new_deaths": with_gaps(wholes(0,
                  90), 0.02)}),
            "new_deaths", "regression", ("iso_code", "new_tests"), ("date", "new_cases")),
        "gapminder.csv": Shape(
            text({"country": [f"Country {n // 6}" for n in range(ROWS)],
                  "continent": words("Asia", "Europe", "Africa"), "year": wholes(1952, 2008),
                  "lifeExp": reals(23, 82), "pop": wholes(60000, 1_300_000, 1),
                  "gdpPercap": reals(241, 110000, 2)}),
            "gdpPercap", "regression", (), ("continent", "year", "lifeExp")),
        "gapminder_years.csv": Shape(
            text({"continent": [f"Land {n}" for n in range(30)], "1952": reals(300, 9000, rows=30),
                  "1957": reals(300, 9000, 1, 30), "1962": reals(300, 9000, 2, 30)}),
            "1962", "regression", ("continent",), ("1952", "1957"), total=30),
        "pokemon.csv": Shape(
            text({"#": count(), "Name": [f"Mon{n}" for n in range(ROWS)], "Type 1": words("Grass",
                "Fire"),
                  "Total": wholes(180, 780), "HP": wholes(1, 255, 1), "Generation": wholes(1, 7, 2),
                  "Legendary": words("True", "False", seed=7)}),
            "Legendary", c, ("#", "Name"), ("Type 1", "Total", "HP")),
        "penguins_units.csv": Shape(
            text({"length": reals(32, 60), "mass": wholes(2700, 6300)}).replace(
                b"length,mass\n", b"length,mass\n(mm),(g)\n"), "mass", "regression", (),
                    ("length",)),
        "commented.csv": Shape(
            text({"t": reals(), "y": reals(seed=1)}, before="# measured by hand\n# unit: s, m\n"),
            "y", "regression", (), ("t",), header=3),
        "titled.csv": Shape(
            text(WEATHER, before="Weather of Seoul\nJanuary to April 2024\n\n"), "windspeed",
            "regression", (), ("temp", "humidity"), header=4),
        "footnoted.csv": Shape(
            text({**WEATHER, "rain": reals(0, 90, 4)},
                after="Total,1,2,3\nSource: the weather service\n"),
            "rain", "regression", (), ("temp",), rows=ROWS, total=ROWS + 2),
        "trailing.csv": Shape(
            text(WEATHER).replace(b"\n", b",\n").replace(b"windspeed,\n", b"windspeed\n", 1),
            "windspeed", "regression", (), ("temp", "humidity")),
        "day_first.csv": Shape(
            text({"date": slashed(True), "rate": reals()}), "rate", "regression", (), ("date",)),
        "times.csv": Shape(
            text({"time": [f"{n % 24:02d}:{n % 60:02d}" for n in range(ROWS)], "load": reals()}),
            "load", "regression", (), ("time",)),
        "booleans.csv": Shape(
            text({"smoker": words("True", "False"), "age": wholes(18, 60), "bmi": reals(15, 50)}),
            "bmi", "regression", (), ("smoker", "age")),
        "german.csv": Shape(
            text({"Größe": [n.replace(".", ",") for n in reals(150, 200)],
                  "Gewicht": [n.replace(".", ",") for n in reals(50, 100, 1)]}, ";").decode()
            .encode("cp1252"), "Gewicht", "regression", (), ("Größe",)),
        "kor_exam.csv": Shape(
            korean({"번호": count(), "이름": [f"학생{n}" for n in range(ROWS)], "국어": wholes(30,
                100),
                    "영어": wholes(30, 100, 1), "수학": wholes(30, 100, 2)}),
            "수학", "regression", ("번호", "이름"), ("국어", "영어")),
        "kor_weather.csv": Shape(
            korean({"지점": ["108"] * ROWS, "지점명": ["서울"] * ROWS, "일시": DAYS,
                    "평균기온(°C)": reals(-10, 30), "일강수량(mm)": with_gaps(reals(0, 90, 1),
                    0.65),
                    "평균 풍속(m/s)": with_gaps(reals(0, 6, 2), 0.02)}),
            "평균 풍속(m/s)", "regression", ("지점", "지점명", "일강수량(mm)"), ("일시",
            "평균기온(°C)")),
        "kor_air.csv": Shape(
            korean({"측정일시": [day.replace("-", "") for day in DAYS], "측정소명": words("중구",
                "종로구", "용산구"),
                    "오존(ppm)": reals(0, 0.1), "미세먼지(㎍/㎥)": with_gaps(wholes(3, 150, 1),
                    0.03),
                    "초미세먼지(㎍/㎥)": with_gaps(wholes(1, 90, 2), 0.03)}, "utf-8"),
            "초미세먼지(㎍/㎥)", "regression", (), ("측정소명", "미세먼지(㎍/㎥)")),
        "kor_titled.csv": Shape(
            korean({"연번": count(), "자치구": words("종로구", "중구", "용산구"),
                "인구": wholes(1000, 9000),
                    "면적": reals(5, 50)}, before="서울시 자치구 통계\n(단위: 명, ㎢)\n"),
            "면적", "regression", ("연번",), ("인구", "자치구"), header=3),
        "kor_survived.csv": Shape(
            korean({"생존여부": words("0", "1"), "등급": words("1", "2", "3"), "성별": words("남",
                "여", seed=7),
                    "나이": with_gaps(wholes(1, 80), 0.2)}), "생존여부", c, (), ("등급", "성별",
                    "나이")),
        "oil_prices.xlsx": Shape(
            oil_prices(), "자동차용경유", "regression", (), ("구분", "고급휘발유"), header=5),
        "exam.xlsx": Shape(
            exam_book(), "수학", "regression", ("번호", "이름"), ("국어", "영어"), header=2,
                rows=30, total=32),
        "population.xlsx": Shape(
            two_line_header(), "2023년 세대", "regression", (), ("2022년 인구", "2022년 세대",
                "2023년 인구"),
            header=None, total=20),
        "wide.csv.gz": Shape(gzip.compress(text(WEATHER)), "windspeed", "regression", (),
        ("temp",)),
        "anscombe.csv": Shape(
            text({"rownames": count(rows=11), **{f"x{i}": reals(4, 14, i, 11) for i in (1, 2, 3,
                4)},
                  **{f"y{i}": reals(4, 12, i + 5, 11) for i in (1, 2, 3, 4)}}),
            "y4", "regression", ("rownames",), ("x1", "y1"), total=11),
        "blobs.csv": Shape(
            text({"x1": reals(-5, 5), "x2": reals(-5, 5, 1), "y": words("0", "1", "2")}), "y", c,
                (),
            ("x1", "x2")),
        "digits_pixels.csv": Shape(
            text({"label": words(*"0123456789", rows=200), "pixel0": ["0"] * 200,
                  "pixel1": wholes(0, 255, 1, 200), "pixel2": wholes(0, 255, 2, 200)}),
            "label", c, ("pixel0",), ("pixel1", "pixel2"), total=200),
        "sms_spam.tsv": Shape(
            text({"label": words("ham", "spam"),
                "message": [f"hello you {n}, call me" for n in range(ROWS)],
                  "length": wholes(5, 200)}, "\t"), "label", c, ("message",), ("length",)),
        "seeds.txt": Shape(
            text({"a": reals(10, 21), "b": reals(12, 17, 1), "c": blocks("1", "2", "3")}, "\t",
                 header=False), "y", c, (), ("x1", "x2"), header=None),
        "abalone.csv": Shape(
            text({"Sex": words("M", "F", "I"), "Length": reals(0.1, 0.8), "Rings": wholes(1, 29)}),
            "Rings", "regression", (), ("Sex", "Length")),
        "crx.data": Shape(
            text({"a": words("a", "b", "?"), "b": with_gaps(reals(13, 80), 0.02, mark="?"),
                  "c": words("+", "-", seed=4)}, header=False), "y", c, (), ("x2",), header=None),
    }  # fmt: skip
    return {name: partial(made.__getitem__, name) for name in made}


SHAPES = {name: make() for name, make in shapes().items()}
