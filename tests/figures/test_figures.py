"""Figures draw what the frame holds: artists are compared with the frame, not pixels."""

from __future__ import annotations

import itertools

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from bingkai import schema
from bingkai.figures.canvas import drawn_data
from bingkai.figures.comparison import plot_comparison
from bingkai.figures.coverage import plot_coverage
from bingkai.figures.labels import measure_label, number, short_label, unit_label
from bingkai.figures.save import neutralised, save_figure
from bingkai.figures.stance import plot_stance_profile
from bingkai.figures.zones import plot_term_zones, zone_rates

mpl.use("Agg")


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")


def make_comparison(n_outlets=3, measure="stance.jarak", reference="others"):
    effect = [0.02 * (i - 1) for i in range(n_outlets)]
    return schema.build(
        {
            "measure": [measure] * n_outlets,
            "outlet": [f"Kabar {chr(65 + i % 26)}{i}" for i in range(n_outlets)],
            "reference": [reference] * n_outlets,
            "estimate": [0.05 + 0.001 * i for i in range(n_outlets)],
            "effect": effect,
            "ci_low": [value - 0.03 for value in effect],
            "ci_high": [value + 0.01 for value in effect],
            "n_articles": [10 + i for i in range(n_outlets)],
            "n_events": [0] * n_outlets,
            "p_value": [0.01 + 0.02 * i for i in range(n_outlets)],
            "q_value": [0.03 + 0.02 * i for i in range(n_outlets)],
            "note": [None] * n_outlets,
        },
        schema.COMPARISON,
    )


def refuse(comparison, row):
    columns = ["effect", "ci_low", "ci_high", "p_value", "q_value"]
    refused = comparison.copy()
    refused.loc[row, columns] = np.nan
    refused.loc[row, "n_articles"] = 3
    return refused


def make_measures(n_outlets=2):
    rows = []
    for outlet in range(n_outlets):
        for article in range(2):
            key = (f"{outlet}-{article}", f"Media {outlet:02}", None)
            rows += [(*key, f"stance.{s.lower()}", 1 if s == "JARAK" else 0, 4, "attributions") for s in schema.STANCES]
            for zone, words in zip(schema.ZONES, (60, 300, 200, 100, 3), strict=True):
                rows.append((*key, f"kata_bermuatan.hedge@{zone}", 1, words, "words"))
                rows.append((*key, f"kata_bermuatan.moral@{zone}", 2, words, "words"))
    names = [c.name for c in schema.MEASURES.columns][: len(rows[0])]
    return schema.build({name: [r[i] for r in rows] for i, name in enumerate(names)}, schema.MEASURES)


def make_articles(dates, outlets):
    n = len(dates)
    return schema.build(
        {
            "article_id": [f"a{i}" for i in range(n)],
            "outlet": outlets,
            "published": pd.to_datetime(pd.Series(dates), format="ISO8601"),
            "title": ["Judul"] * n,
            "text": ["Isi."] * n,
        },
        schema.ARTICLES,
    )


def tick_labels(ax):
    return [label.get_text() for label in ax.get_yticklabels()]


def texts(ax):
    return [text.get_text() for text in ax.texts]


# ---------------------------------------------------------------------------------------------------- comparison


def points(ax):
    return np.asarray(next(c for c in ax.collections if isinstance(c, mpl.collections.PathCollection)).get_offsets())


def intervals(ax):
    lines = next(c for c in ax.collections if isinstance(c, mpl.collections.LineCollection))
    return [segment[:, 0] for segment in lines.get_segments()]


def test_points_and_intervals_lie_where_the_frame_says_per_100_attributions():
    frame = make_comparison()
    ax = plot_comparison(frame)
    assert points(ax)[:, 0] == pytest.approx(frame["effect"] * 100)
    assert points(ax)[:, 1].tolist() == [0, 1, 2]
    for (low, high), row in zip(intervals(ax), frame.itertuples(), strict=True):
        assert (low, high) == pytest.approx((row.ci_low * 100, row.ci_high * 100))


def test_numbers_on_the_axis_are_the_ticks_themselves():
    for factor in (0.2, 1, 3, 7):
        frame = make_comparison()
        frame[["effect", "ci_low", "ci_high"]] *= factor
        ax = plot_comparison(frame, lang="en")
        ax.figure.canvas.draw()
        written = [label.get_text().replace("−", "-") for label in ax.get_xticklabels()]
        assert [float(text) for text in written] == pytest.approx(ax.get_xticks())


def test_lexicon_measures_are_drawn_per_1000_words():
    frame = make_comparison(measure="kata_bermuatan.hedge")
    ax = plot_comparison(frame)
    assert points(ax)[:, 0] == pytest.approx(frame["effect"] * 1000)
    assert "per 1.000 kata" in ax.get_xlabel()


def test_a_unit_column_decides_the_scale():
    ax = plot_comparison(make_comparison(measure="sendiri.api").assign(unit="mentions"))
    assert points(ax)[:, 0] == pytest.approx(make_comparison()["effect"] * 100)


def test_tick_labels_carry_n_and_margins_carry_rates():
    ax = plot_comparison(make_comparison())
    assert tick_labels(ax)[0] == "Kabar A0 (n = 10)"
    assert {"5,00", "5,10", "5,20"} <= set(texts(ax))


def are_filled(ax):
    faces = next(c for c in ax.collections if isinstance(c, mpl.collections.PathCollection)).get_facecolors()
    return [tuple(face[:3]) != (1, 1, 1) for face in faces]


def test_only_points_with_small_q_and_an_interval_without_zero_are_filled():
    assert are_filled(plot_comparison(make_comparison())) == [True, False, False]
    assert are_filled(plot_comparison(make_comparison().assign(q_value=0.01))) == [True, False, False]
    assert are_filled(plot_comparison(make_comparison().assign(q_value=0.06))) == [False, False, False]


def test_refused_rows_say_how_many_articles_there_were():
    ax = plot_comparison(refuse(make_comparison(), 1))
    assert len(points(ax)) == len(intervals(ax)) == 2
    assert " terlalu sedikit: n = 3 " in texts(ax)
    assert " too few: n = 3 " in texts(plot_comparison(refuse(make_comparison(), 1), lang="en"))


def test_the_reason_in_the_frame_stands_in_the_row():
    frame = refuse(make_comparison(), 1)
    frame.loc[1, "note"] = "tidak pernah muncul; lain · never counted; other"
    assert " tidak pernah muncul " in texts(plot_comparison(frame))
    assert " never counted " in texts(plot_comparison(frame, lang="en"))


def test_the_reason_does_not_repeat_the_outlet_of_its_row():
    frame = refuse(make_comparison(), 1)
    frame.loc[1, "note"] = "artikel Kabar B1 terlalu sedikit: 3, perlu 10 · too few articles of Kabar B1: 3, 10 wanted"
    assert " artikel terlalu sedikit: 3, perlu 10 " in texts(plot_comparison(frame))
    assert " too few articles: 3, 10 wanted " in texts(plot_comparison(frame, lang="en"))


def test_rounding_errors_are_not_blown_up():
    frame = make_comparison()
    frame[["effect", "ci_low", "ci_high"]] = [[0.0, -1e-16, 1e-16]] * 3
    assert plot_comparison(frame).get_xlim() == (-1, 1)


def test_all_rows_refused_still_gives_a_figure():
    frame = refuse(refuse(make_comparison(2), 0), 1)
    ax = plot_comparison(frame)
    assert len(points(ax)) == 0
    assert sum("terlalu sedikit" in text for text in texts(ax)) == 2


def test_outlets_stand_in_alphabetical_order_whatever_the_effects():
    shuffled = make_comparison(6).sample(frac=1, random_state=3)
    assert tick_labels(plot_comparison(shuffled)) == sorted(tick_labels(plot_comparison(make_comparison(6))))


def test_language():
    frame = make_comparison()
    assert plot_comparison(frame).get_title("left") == "Verba JARAK (mengklaim, berdalih …)"
    english = plot_comparison(frame, lang="en")
    assert english.get_title("left").startswith("DISTANCING verbs")
    assert "difference from the mean of the other outlets" in english.get_xlabel()
    assert "5.00" in texts(english)
    with pytest.raises(ValueError, match="unknown language 'jv'"):
        plot_comparison(frame, lang="jv")


def test_pairs_name_both_outlets():
    frame = make_comparison(2)
    frame["reference"] = ["Suara X", "Suara Y"]
    assert tick_labels(plot_comparison(frame))[0] == "Kabar A0 − Suara X (n = 10)"


def test_a_result_that_can_show_its_frame_is_drawn_like_the_frame():
    class Result:
        def to_frame(self):
            return make_comparison()

    assert points(plot_comparison(Result())).tolist() == points(plot_comparison(make_comparison())).tolist()


def test_several_measures_need_a_name():
    both = pd.concat([make_comparison(), make_comparison(measure="stance.tegas")])
    with pytest.raises(ValueError, match="holds 2 measures; name the one to draw"):
        plot_comparison(both)
    with pytest.raises(ValueError, match=r"nearest: 'stance\.tegas'"):
        plot_comparison(both, "stance.tegass")
    assert len(points(plot_comparison(both, "stance.tegas"))) == 3


def test_more_rows_than_fit_leave_a_note():
    ax = plot_comparison(make_comparison(60))
    assert len(tick_labels(ax)) == 40
    assert "40 dari 60 baris" in ax.get_xlabel()
    assert len(drawn_data(ax)) == 40


@pytest.mark.parametrize("n_outlets", [1, 2, 12, 40])
def test_labels_do_not_overlap(n_outlets):
    ax = plot_comparison(make_comparison(n_outlets))
    ax.figure.canvas.draw()
    boxes = [label.get_window_extent() for label in ax.get_yticklabels()]
    assert all(above.y0 >= below.y1 for above, below in itertools.pairwise(boxes))
    assert boxes[0].x0 >= 0


def test_given_axes_are_used_and_inputs_and_settings_left_alone():
    frame, before = make_comparison(), dict(mpl.rcParams)
    copy = frame.copy()
    _, ax = plt.subplots()
    assert plot_comparison(frame, ax=ax) is ax
    pd.testing.assert_frame_equal(frame, copy)
    assert dict(mpl.rcParams) == before


def test_a_dollar_sign_or_a_line_break_in_a_name_is_text():
    frame = make_comparison(2)
    frame["outlet"] = ["Rp$ $x_", "Kabar\nBaru " + "a" * 60]
    ax = plot_comparison(frame)
    ax.figure.canvas.draw()
    assert tick_labels(ax)[1] == "Rp$ $x_ (n = 10)"
    assert tick_labels(ax)[0].endswith("… (n = 11)")


def test_a_frame_without_the_columns_is_refused():
    with pytest.raises(schema.SchemaError, match="COMPARISON needs the column 'effect'"):
        plot_comparison(make_comparison().drop(columns="effect"))


# ------------------------------------------------------------------------------------------------ stance profile


def test_profile_cells_are_shares_of_attributions():
    ax = plot_stance_profile(make_measures())
    image = ax.images[0].get_array()
    assert image.shape == (2, len(schema.STANCES))
    assert image[0, schema.STANCES.index("JARAK")] == pytest.approx(0.25)
    assert image.sum() == pytest.approx(0.5)
    assert texts(ax).count("25") == 2
    assert tick_labels(ax) == ["Media 00 (n = 8)", "Media 01 (n = 8)"]
    assert [label.get_text() for label in ax.get_xticklabels()] == list(schema.STANCES)


def test_profile_of_a_table_already_added_up_is_the_same():
    measures = make_measures()
    table = measures.groupby(["outlet", "measure"], as_index=False)[["count", "base"]].sum()
    first, second = plot_stance_profile(measures), plot_stance_profile(table)
    assert np.array_equal(first.images[0].get_array(), second.images[0].get_array())


def test_profile_of_an_outlet_without_attributions_shows_dashes():
    measures = make_measures()
    measures.loc[measures["outlet"] == "Media 01", ["count", "base"]] = 0
    assert texts(plot_stance_profile(measures)).count("–") == len(schema.STANCES)


def test_profile_without_stances_says_what_is_missing():
    measures = make_measures()
    with pytest.raises(ValueError, match=r"no rows of the measures stance\.\*"):
        plot_stance_profile(measures[measures["measure"].str.startswith("kata")])
    with pytest.raises(schema.SchemaError, match="missing: base"):
        plot_stance_profile(measures.drop(columns="base"))


def test_profile_in_english():
    assert plot_stance_profile(make_measures(), lang="en").get_title("left") == "Classes of reporting verb per outlet"
    assert short_label("stance.jarak", "en") == "DISTANCING"


# --------------------------------------------------------------------------------------------------------- zones


def test_bars_are_as_long_as_rates_per_1000_words():
    ax = plot_term_zones(make_measures())
    widths = [[bar.get_width() for bar in bars] for bars in ax.containers]
    assert widths[0] == pytest.approx([6 / 120 * 1000] * 2)
    assert widths[1] == pytest.approx([6 / 600 * 1000] * 2)
    assert widths[4] == [0, 0], "six words in scare quotes are too few for a rate"
    assert "(6 kata)" in texts(ax)


def test_one_category_alone():
    rates = zone_rates(make_measures(), "hedge").set_index(["outlet", "zone"])
    assert rates.loc[("Media 00", "title"), "rate"] == pytest.approx(2 / 120)
    assert plot_term_zones(make_measures(), "hedge").get_title("left").startswith("Pelunak")


def test_the_measure_without_a_zone_is_the_reporters_voice():
    bare = make_measures()
    bare["measure"] = bare["measure"].str.replace("@reporter", "")
    both = pd.concat([bare, make_measures()])
    for frame in (bare, both.drop_duplicates(["article_id", "measure"])):
        pd.testing.assert_frame_equal(zone_rates(frame), zone_rates(make_measures()))


def test_zones_of_an_unknown_category_say_so():
    with pytest.raises(ValueError, match=r"no measures kata_bermuatan\.ngawur"):
        plot_term_zones(make_measures(), "ngawur")


def test_zone_headers_do_not_overlap_and_speak_the_language():
    ax = plot_term_zones(make_measures(), lang="en")
    ax.figure.canvas.draw()
    headers = [text for text in ax.texts if text.get_text().startswith(("headline", "reporter", "direct", "indirect"))]
    boxes = [text.get_window_extent() for text in headers]
    assert len(boxes) == 4
    assert all(left.x1 < right.x0 for left, right in itertools.pairwise(boxes))


# ------------------------------------------------------------------------------------------------------ coverage


def counts(ax):
    return np.ma.filled(next(c for c in ax.collections if c.get_gid() == "coverage").get_array(), 0)


def test_coverage_counts_articles_by_outlet_and_day_with_the_empty_days():
    ax = plot_coverage(make_articles(["2025-03-01", "2025-03-01 23:59", "2025-03-04", None], ["B", "B", "a", "a"]))
    assert counts(ax).tolist() == [[0, 0, 0, 1], [2, 0, 0, 0]]
    assert tick_labels(ax) == ["a (n = 2)", "B (n = 2)"]
    assert {"1", "0", "tanpa tanggal"} <= set(texts(ax))
    assert ax.get_title("left") == "Artikel per hari"


@pytest.mark.parametrize(
    ("last", "title"),
    [("2025-01-01", "hari"), ("2025-02-20", "hari"),
     ("2025-12-31", "minggu"), ("2034-12-01", "bulan"), ("2049-01-01", "tahun")],
)  # fmt: skip
def test_coverage_from_one_day_to_many_years(last, title):
    ax = plot_coverage(make_articles(["2025-01-01", last], ["A", "A"]))
    ax.figure.canvas.draw()
    assert ax.get_title("left") == f"Artikel per {title}"
    assert counts(ax).sum() == 2
    boxes = [label.get_window_extent() for label in ax.get_xticklabels()]
    assert all(left.x1 < right.x0 for left, right in itertools.pairwise(boxes))


def test_coverage_without_any_date_says_so():
    ax = plot_coverage(make_articles([None, None], ["A", "B"]), lang="en")
    assert "no article has a date" in texts(ax)
    assert drawn_data(ax)["n_articles"].tolist() == [1, 1]


def test_coverage_of_nothing_is_refused():
    with pytest.raises(ValueError, match="no articles to show"):
        plot_coverage(make_articles([], []))


# ---------------------------------------------------------------------------------------------------------- save


def test_three_files_and_the_csv_is_what_is_drawn(tmp_path):
    frame = make_comparison()
    files = save_figure(plot_comparison(frame), tmp_path / "gambar" / "01-jarak.png")
    assert [file.name for file in files] == ["01-jarak.png", "01-jarak.svg", "01-jarak.csv"]
    pd.testing.assert_frame_equal(pd.read_csv(files[2])[["effect", "n_articles"]], frame[["effect", "n_articles"]])
    assert sorted(p.name for p in (tmp_path / "gambar").iterdir()) == sorted(file.name for file in files)


def test_a_dot_in_the_name_is_not_a_suffix(tmp_path):
    assert save_figure(plot_comparison(make_comparison()), tmp_path / "stance.jarak")[0].name == "stance.jarak.png"


def test_the_same_data_give_the_same_bytes(tmp_path):
    for name in ("satu", "dua"):
        for draw, frame in ((plot_comparison, make_comparison()), (plot_term_zones, make_measures())):
            save_figure(draw(frame), tmp_path / name / draw.__name__)
    for first in (tmp_path / "satu").iterdir():
        assert first.read_bytes() == (tmp_path / "dua" / first.name).read_bytes(), first.name


def test_formulas_in_the_csv_are_text(tmp_path):
    frame = make_comparison(2)
    frame["outlet"] = ['=HYPERLINK("http://contoh")', "@SUM(1)"]
    csv = save_figure(plot_comparison(frame), tmp_path / "rumus")[2]
    assert all(cell.startswith("'") for cell in pd.read_csv(csv)["outlet"])


def test_negative_numbers_are_not_formulas():
    assert neutralised(pd.DataFrame({"x": [-1.5]}))["x"].tolist() == [-1.5]


def test_axes_drawn_elsewhere_are_refused(tmp_path):
    with pytest.raises(ValueError, match="not drawn by a bingkai plot_ function"):
        save_figure(plt.subplots()[1], tmp_path / "asing")


def test_an_interrupted_write_leaves_the_old_file(tmp_path, monkeypatch):
    ax = plot_comparison(make_comparison())
    old = save_figure(ax, tmp_path / "x")[0].read_bytes()

    def break_off(*_args, **_kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(ax.figure, "savefig", break_off)
    with pytest.raises(KeyboardInterrupt):
        save_figure(ax, tmp_path / "x")
    assert (tmp_path / "x.png").read_bytes() == old
    assert len(list(tmp_path.iterdir())) == 3


# -------------------------------------------------------------------------------------------------------- labels


def test_every_stance_and_zone_has_both_labels():
    for lang in ("id", "en"):
        assert all(measure_label(f"stance.{s.lower()}", lang) != f"stance.{s.lower()}" for s in schema.STANCES)
    assert measure_label("punyaku.kategori") == "punyaku.kategori"


def test_numbers_as_the_language_writes_them():
    assert number(-0.04, 1) == "0,0", "no minus before a zero"
    assert number(1_234_567, 0) == "1.234.567"
    assert unit_label("kalimat") == "per satuan (kalimat)"
