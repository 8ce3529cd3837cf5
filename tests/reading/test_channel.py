"""Through what a statement was made."""

import pytest

from bingkai.reading.channel import channel_of


@pytest.mark.parametrize(
    ("text", "clause", "speaker", "content", "channel"),
    [
        ("Rumah rusak, ungkap pernyataan dinas itu.", "ungkap pernyataan dinas itu", "pernyataan dinas itu",
         "Rumah rusak", "pernyataan"),
        ("Dalam keterangan tertulisnya, Sari mengatakan jalan rusak.", "Sari mengatakan", "Sari",
         "jalan rusak", "keterangan tertulis"),
        ("Sari mengatakan lewat akun media sosialnya bahwa jalan rusak.", "Sari mengatakan", "Sari",
         "jalan rusak", "akun media sosial"),
        ('"Rusak," kata Sari dalam rapat kerja, Senin.', "kata Sari", "Sari", "Rusak,", "rapat kerja"),
        ("Sari mengatakan jalan rusak dibahas dalam rapat.", "Sari mengatakan", "Sari",
         "jalan rusak dibahas dalam rapat", None),
        ("Hal itu ada dalam laporan. Sari mengatakan jalan rusak.", "Sari mengatakan", "Sari", "jalan rusak", None),
        ('"Rusak," kata Sari. Dalam rapat itu warga diam.', "kata Sari", "Sari", "Rusak,", None),
    ],
)  # fmt: skip
def test_channel(text: str, clause: str, speaker: str, content: str, channel: str | None) -> None:
    def span(part: str) -> tuple[int, int]:
        return text.index(part), text.index(part) + len(part)

    assert channel_of(text, span(clause), span(speaker), [span(content)]) == channel
