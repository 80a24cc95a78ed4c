from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.reading.language_of import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The minister said that rates would rise next year.", "en"),
        ("Der Minister sagte, die Zinsen würden steigen und das ist nicht gut.", "de"),
        ("Le ministre a dit que les taux vont augmenter pour les ménages.", "fr"),
        ("El ministro dijo que los tipos subirán en marzo.", "es"),
        ("O ministro disse que as taxas vão subir para as famílias.", "pt"),
        ("Il ministro ha detto che i tassi saliranno per le famiglie.", "it"),
        ("De minister zei dat de rente voor het gezin zou stijgen.", "nl"),
        ("Ministern sade att räntan skulle stiga för de som har lån.", "sv"),
        ("Министр сказал, что ставки вырастут.", "ru"),
        ("Міністр сказав, що ставки зростуть.", "uk"),
        ("大臣は金利が上がると述べた。", "ja"),
        ("部长说利率将上升。", "zh"),
        ("장관은 금리가 오를 것이라고 말했다.", "ko"),
        ("قال الوزير إن أسعار الفائدة سترتفع.", "ar"),
        ("Halden raises $13B Series F", "en"),
        ("Isn’t it Voss’s ‘best’ year?", "en"),
        ("1234 5678", "und"),
        ("", "und"),
    ],
)
def test_a_text_is_told_by_its_script_or_its_short_words(text: str, language: str) -> None:
    assert language_of(text) == language


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text_has_a_code(text: str) -> None:
    assert 2 <= len(language_of(text)) <= 3
