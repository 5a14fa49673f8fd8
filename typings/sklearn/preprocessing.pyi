from typing import Any

from numpy.typing import ArrayLike, NDArray

class StandardScaler:
    def fit_transform(self, X: ArrayLike) -> NDArray[Any]: ...
