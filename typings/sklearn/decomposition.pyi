from typing import Any

from numpy.typing import ArrayLike, NDArray

class PCA:
    def __init__(self, n_components: int) -> None: ...
    def fit_transform(self, X: ArrayLike) -> NDArray[Any]: ...
