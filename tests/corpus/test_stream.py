"""A corpus in parts: the same articles as when it is read whole."""

from pathlib import Path

import pandas as pd
import pytest

from bingkai.corpus import stream
from bingkai.corpus.columns import CorpusError
from bingkai.corpus.read import left_out, read_corpus, reading_notes
from bingkai.corpus.stream import lay_down_parts, open_parts


def rows(n: int = 23) -> pd.DataFrame:
    made = pd.DataFrame(
        {
            "outlet": [f"Harian Rekaan {i % 3}" for i in range(n)],
            "judul": [f"Jembatan {i // 2} ditutup" for i in range(n)],
            "isi": [f"Warga melintas di jembatan {i // 2}.\nMereka menunggu." if i % 7 else "" for i in range(n)],
            "tanggal": ["2025-03-04 10:00" if i % 5 else None for i in range(n)],
            "halaman": [i // 2 if i % 4 else None for i in range(n)],
        }
    )
    return pd.concat([made, made.iloc[[3, 4, -3]]], ignore_index=True)


def whole_and_parts(path: Path, folder: Path, n_rows: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    for _ in lay_down_parts(path, folder, n_rows=n_rows):
        pass
    parts = open_parts(folder)
    frames = [parts.articles(part) for part in range(parts.n_parts)]
    articles = pd.concat([frame for frame in frames if len(frame)], ignore_index=True)
    return read_corpus(path, progress=False), parts.account(articles)


@pytest.mark.parametrize("n_rows", [1, 4, 10, 100])
@pytest.mark.parametrize("kind", ["parquet", "csv", "jsonl"])
def test_parts_hold_the_articles_of_the_whole(tmp_path: Path, kind: str, n_rows: int) -> None:
    path = tmp_path / f"korpus.{kind}"
    if kind == "parquet":
        rows().to_parquet(path, row_group_size=5)
    elif kind == "csv":
        rows().to_csv(path, index=False)
    else:
        rows().to_json(path, orient="records", lines=True)
    whole, parts = whole_and_parts(path, tmp_path / "bagian", n_rows)
    pd.testing.assert_frame_equal(parts, whole, check_dtype=kind == "parquet")
    assert (
        left_out(parts)
        .sort_values(["file", "row"], ignore_index=True)
        .equals(left_out(whole).sort_values(["file", "row"], ignore_index=True))
    )
    assert sorted(reading_notes(parts)) == sorted(reading_notes(whole))


def test_a_folder_of_several_kinds(tmp_path: Path) -> None:
    folder = tmp_path / "korpus"
    (folder / "Kabar Contoh").mkdir(parents=True)
    rows().to_csv(folder / "a.csv", index=False)
    rows(9).assign(outlet="Kabar Rekaan").to_parquet(folder / "b.parquet")
    (folder / "Kabar Contoh" / "2025-01-02.txt").write_text("Jembatan dibuka\nWarga melintas lagi.", encoding="utf-8")
    (folder / "rusak.jsonl").write_text("bukan json", encoding="utf-8")
    (folder / "catatan.pdf").write_bytes(b"%PDF")
    whole, parts = whole_and_parts(folder, tmp_path / "bagian", 6)
    assert parts["article_id"].tolist() == whole["article_id"].tolist()
    assert parts["text"].tolist() == whole["text"].tolist()
    assert len(left_out(parts)) == len(left_out(whole))
    assert sorted(reading_notes(parts)) == sorted(reading_notes(whole))


def test_merged_links_across_parts_keep_their_keywords(tmp_path: Path) -> None:
    columns = ["title", "publish_date", "author", "content", "keyword", "category", "source", "link"]
    values = [
        ["Jembatan", "2025-01-02 10:00:00", "A", "Warga melintas.", "jembatan", "kota", "rekaan.example", "https://rekaan.example/1"],
        ["Pasar", "2025-01-02 10:00:00", "B", "Pasar ramai.", "pasar", "kota", "rekaan.example", "https://rekaan.example/2"],
        ["Jembatan", "2025-01-02 10:00:00", "A", "Warga melintas lagi.", "warga", "kota", "rekaan.example", "https://rekaan.example/1"],
    ]  # fmt: skip
    path = tmp_path / "berita.csv"
    pd.DataFrame(values, columns=columns).to_csv(path, index=False)
    whole, parts = whole_and_parts(path, tmp_path / "bagian", 1)
    pd.testing.assert_frame_equal(parts, whole, check_dtype=False)
    assert "jembatan; warga" in set(parts["keyword"])


def test_nothing_to_read_says_so(tmp_path: Path) -> None:
    path = tmp_path / "kosong.csv"
    pd.DataFrame({"judul": ["a"], "isi": [""]}).to_csv(path, index=False)
    with pytest.raises(CorpusError, match="no article is left"):
        list(lay_down_parts(path, tmp_path / "bagian"))


@pytest.mark.parametrize("mapped", [0, 1 << 26])
@pytest.mark.parametrize("group", [1, 3, 10, 100])
def test_parts_have_their_size_whatever_the_groups_of_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, group: int, mapped: int
) -> None:
    monkeypatch.setattr(stream, "_MAPPED", mapped)
    path = tmp_path / "korpus.parquet"
    pd.DataFrame({"judul": "Kabar", "isi": [f"Jembatan {i} ditutup." for i in range(23)]}).to_parquet(
        path, row_group_size=group
    )
    assert list(lay_down_parts(path, tmp_path / "bagian", n_rows=10)) == [10, 20, 23]
    parts = open_parts(tmp_path / "bagian")
    assert [len(parts.articles(part)) for part in range(parts.n_parts)] == [10, 10, 3]
