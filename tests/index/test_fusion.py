"""Fusing languages."""

from hypothesis import given
from hypothesis import strategies as st

from agent.index.fusion import RUNNERS_UP, across_languages, crowd, within_language

SCORES = st.lists(st.floats(0, 1), min_size=1, max_size=30)


def test_who_stands_out_comes_first_whatever_the_level() -> None:
    """A passage ahead of its language's crowd beats the best of many higher, equal ones."""
    own = {f"own{number}": 0.90 - number / 1000 for number in range(10)}
    foreign = {"answer": 0.84} | {f"foreign{number}": 0.78 for number in range(9)}
    fused = across_languages({"en": own, "it": foreign})
    assert max(fused, key=lambda key: fused[key]) == "answer"


@given(SCORES, st.floats(-1, 1))
def test_a_languages_level_does_not_matter(scores: list[float], shift: float) -> None:
    """Raising all scores of a language by the same amount changes no fused score."""
    plain = across_languages({"en": {str(at): score for at, score in enumerate(scores)}})
    raised = across_languages({"en": {str(at): score + shift for at, score in enumerate(scores)}})
    assert all(abs(plain[key] - raised[key]) < 1e-6 for key in plain)


@given(SCORES)
def test_order_within_a_language_is_kept(scores: list[float]) -> None:
    """Fusion never reorders passages of one language."""
    fused = across_languages({"en": {str(at): score for at, score in enumerate(scores)}})
    order = sorted(range(len(scores)), key=lambda at: scores[at])
    values = [fused[str(at)] for at in order]
    assert values == sorted(values)


def test_the_crowd_is_the_runners_up() -> None:
    """The best itself and what comes after the runners-up do not count."""
    assert crowd([1.0] + [0.5] * RUNNERS_UP + [0.0] * 50) == 0.5
    assert crowd([]) == 0.0


def test_shared_words_count_for_little() -> None:
    """Words break ties; they do not outweigh meaning."""
    assert within_language(0.8, 0.8, 7.0, best_words=7.0) > within_language(0.8, 0.8, 0.0, best_words=7.0)
    assert within_language(0.9, 0.9, 0.0, best_words=7.0) > within_language(0.8, 0.8, 7.0, best_words=7.0)
