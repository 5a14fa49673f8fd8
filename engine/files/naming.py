"""What a column's name tells about its part: that it is predicted, or only tells rows apart."""

from __future__ import annotations

import re

# Names that say "this is what is predicted", the more certain ones first.
CERTAIN = (
    "target", "label", "labels", "survived", "diagnosis", "outcome", "species", "variety",
    "classification", "class label", "class", "class type", "response", "churn", "exited",
    "attrition", "default", "default payment next month", "y", "목표", "타겟", "타깃", "라벨",
    "레이블", "정답", "생존", "생존여부", "품종", "종", "합격", "합격여부", "이탈", "이탈여부",
    "분류", "종속변수", "결과",
)  # fmt: skip
LIKELY = (
    "medv", "saleprice", "median house value", "price", "charges", "sales", "mpg", "quality",
    "progression", "loan status", "income", "salary", "purchased", "result", "output", "score",
    "final grade", "g3", "strength", "rings", "가격", "판매량", "매출", "매출액", "점수", "총점",
    "등급", "성적",
)  # fmt: skip
CLASSES = frozenset(
    (*CERTAIN, "type", "category", "group", "cluster", "digit", "kind", "grade", "result",
     "output", "purchased", "color", "colour", "segment", "num", "유형", "종류", "범주", "등급",
     "그룹", "군집")
) - {"response"}  # fmt: skip
# Names that only tell rows apart, whatever the cells are.
TELLING = frozenset(
    ("rownames", "row names", "rowname", "row name", "id", "ids", "uid", "uuid", "guid", "index",
     "row id", "rowid", "record id", "passengerid", "번호", "순번", "연번", "일련번호", "학번",
     "고유번호", "식별번호", "관리번호", "식별자", "인덱스", "아이디", "학생번호", "환자번호",
     "고객번호", "행번호", "사번")
)  # fmt: skip
# Names that do so where the cells are whole numbers that never come twice.
COUNTING = frozenset(
    ("", "no", "nr", "nbr", "num", "number", "#", "row", "rows", "row no", "row number", "rownum",
     "idx", "sno", "s no", "sl no", "slno", "sr no", "srno", "serial", "serial no",
     "serial number", "obs", "observation", "observations", "case", "case no", "case number",
     "record", "record no", "key", "x", "x1", "1", "sample", "sample no", "subject", "instance",
     "study", "pair", "pump", "district", "trial", "unit", "item", "participant", "respondent",
     "animal", "individual", "site", "instant", "line", "seq", "sequence", "entry",
     "student", "car", "house", "patient", "customer", "employee", "person", "country code",
     "code", "rank", "순위", "구분", "코드", "no.")
)  # fmt: skip
ID = re.compile(
    r"(?:.*[ _.\-])?(?:id|uuid|guid)|id ?(?:case|num|number|no|nr|code|x)|"
    r".*[a-z](?:Id|ID)|.*(?:아이디|고유번호|식별번호|일련번호)"
)
TIME = re.compile(
    r".*(?:date|day|time|week|month|year|hour|minute|second|step|epoch|period|age|일|월|년|"
    r"연도|시간|주차|회차|차수|나이)|[a-z]|[a-z]\d",
    re.IGNORECASE,
)
UNNAMED = re.compile(r"unnamed(?: \d+)*(?: level \d+)?|column \d+|row names")


def plain(name: str) -> str:
    """A name in small letters, its words apart: ``SalePrice`` keeps its one, ``row_names`` two."""
    return " ".join(re.sub(r"[\s_.\-:/()]+", " ", name).casefold().split())


def target_rank(name: str) -> int | None:
    """How certainly a name is that of the target, 0 the most; None where it says nothing."""
    word = plain(name)
    for place, known in enumerate((*CERTAIN, *LIKELY)):
        if word == known:
            return place
    return None


def is_certain(name: str) -> bool:
    """Whether the name leaves no doubt."""
    return plain(name) in CERTAIN


def speaks_of_classes(name: str) -> bool:
    """Whether whole numbers under this name are classes rather than amounts."""
    word = plain(name)
    return word in CLASSES or word.split()[-1:] in (["class"], ["label"], ["type"], ["cluster"])


def tells_rows_apart(name: str) -> bool:
    """Whether a column of this name identifies rows, whatever it holds."""
    return plain(name) in TELLING or bool(ID.fullmatch(name) or ID.fullmatch(name.lower()))


def counts_rows(name: str) -> bool:
    """Whether whole numbers under this name, each of them once, count the rows."""
    return plain(name) in COUNTING or is_unnamed(name)


def is_unnamed(name: str) -> bool:
    """Whether the file gives the column no name of its own."""
    return bool(UNNAMED.fullmatch(plain(name)))


def may_count(name: str) -> bool:
    """Whether 1, 2, 3, … under this name may be a feature all the same: time, or x."""
    return bool(TIME.fullmatch(plain(name)))
