"""The context of an answer: what it says about itself."""

import pytest

from ecefollow.views.context import published_path


@pytest.mark.parametrize(
    ("named", "published"),
    [
        ("data/recommendations.yaml", "data/recommendations.yaml"),
        ("/home/somebody/x.yaml", "x.yaml"),
        ("C:\\Users\\somebody\\x.yaml", "x.yaml"),
        ("v1.0:data/x.yaml", "v1.0:data/x.yaml"),
        ("origin/main:/home/somebody/x.yaml", "origin/main:x.yaml"),
        ("first:C:\\Users\\somebody\\x.yaml", "first:x.yaml"),
    ],
)
def test_of_a_whole_path_only_the_file_is_published(named: str, published: str) -> None:
    assert published_path(named) == published
