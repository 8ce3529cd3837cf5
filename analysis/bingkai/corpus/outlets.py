"""Canonical names of outlets, from domains, slugs and spellings."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final

import pandas as pd

UNKNOWN_OUTLET: Final = "Tidak diketahui"
MISSING_NAMES: Final = frozenset({"", "unknown", "nan", "none", "null", "n/a", "na", "-", "tidak diketahui"})

# "https://www.republika.co.id/berita" and "news.detik.com" name a host; "Kompas TV" and "antara" do not.
_HOST = r"^\s*(?:[a-zA-Z][a-zA-Z0-9+.-]*://)?(?:[^/\s@]*@)?((?:[\w-]+\.)+[a-zA-Z]{2,})(?::\d+)?(?:[/?#].*)?\s*$"


def outlet_table() -> pd.DataFrame:
    """The outlets that are known by name.

    Returns
    -------
    DataFrame
        - outlet: canonical name
        - domains: domains, separated by |
        - aliases: other spellings and slugs, separated by |
        - wire: True for news agencies whose text others print
    """
    source = files("bingkai.corpus") / "data" / "outlets.csv"
    with source.open(encoding="utf-8") as file:
        table = pd.read_csv(file, dtype=str, keep_default_na=False)
    return table.assign(wire=table["wire"] == "yes")


def canonical_outlets(
    names: pd.Series, urls: pd.Series | None = None, *, aliases: Mapping[str, str] | None = None
) -> pd.Series:
    """The outlets under one name each, however the file spells them.

    Parameters
    ----------
    names : Series of str
        Names, slugs, domains or addresses: ``Kompas.com``, ``kompas.com``, ``https://www.republika.co.id``, ``jpnn``.
    urls : Series of str, optional
        Links of the articles: their domain names the outlet where the name is missing or "Unknown".
    aliases : mapping, optional
        Your own spellings or domains and the name each stands for; they go before the built-in table.

    Returns
    -------
    Series of str
        The canonical name; a name that is not in the table as it came, tidied; an unknown domain without ``www.``;
        missing where neither name nor link says anything.

    Notes
    -----
    Sub-domains belong to their outlet (nasional.kompas.com is Kompas.com; medan.tribunnews.com is Tribunnews) unless
    listed on their own (kompasiana.com, koran.tempo.co). `data/outlets.toml` states the decisions.

    Examples
    --------
    >>> names = pd.Series(["https://www.republika.co.id", "nasional.kompas.com", "jpnn", "Warta  Fiksi"])
    >>> canonical_outlets(names).tolist()
    ['Republika', 'Kompas.com', 'JPNN', 'Warta Fiksi']
    """
    own_names, own_domains = _own_aliases(aliases or {})
    given = names.astype("str")
    if urls is not None:
        missing = given.isna() | given.str.strip().str.casefold().isin(MISSING_NAMES)
        given = given.where(~missing, urls.astype("str").where(urls.astype("str").str.contains("/", regex=False)))
    known = {name: _canonical(name, own_names, own_domains) for name in given.dropna().unique()}
    outlets: pd.Series = given.map(known).astype("str")
    return outlets


def hosts(addresses: pd.Series) -> pd.Series:
    """The host of each address, lower-cased, without ``www.`` and ``m.``; missing where it is no address."""
    host = addresses.astype("str").str.extract(_HOST, expand=False).str.lower()
    return host.str.replace(r"^(?:www|m|amp|mobile)\.", "", regex=True)


def is_listed(outlets: pd.Series) -> pd.Series:
    """True where the name is a canonical name of the table."""
    return outlets.isin(set(outlet_table()["outlet"]))


def _canonical(name: str, own_names: Mapping[str, str], own_domains: Mapping[str, str]) -> str | None:
    tidy = " ".join(name.split())
    if tidy.casefold() in MISSING_NAMES:
        return None
    names, domains = _lookup()
    if own := own_names.get(_key(tidy)):
        return own
    host = hosts(pd.Series([tidy])).iloc[0]
    if isinstance(host, str):
        return _by_domain(host, own_domains) or _by_domain(host, domains) or host
    return names.get(_key(tidy), tidy)


def _by_domain(host: str, domains: Mapping[str, str]) -> str | None:
    """The longest listed domain that the host is, or ends in."""
    parts = host.split(".")
    tails = (".".join(parts[i:]) for i in range(len(parts) - 1))
    return next((domains[tail] for tail in tails if tail in domains), None)


def _key(name: str) -> str:
    """Letters and digits only: "KOMPAS.com", "Kompas com" and "kompascom" are one spelling."""
    return "".join(character for character in name.casefold() if character.isalnum())


def _own_aliases(aliases: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    names = {_key(alias): outlet for alias, outlet in aliases.items()}
    domains = dict(zip(hosts(pd.Series(list(aliases), dtype="str")), aliases.values(), strict=True))
    return names, {host: outlet for host, outlet in domains.items() if isinstance(host, str)}


@cache
def _lookup() -> tuple[dict[str, str], dict[str, str]]:
    """Spelling -> outlet, domain -> outlet. A canonical name beats an alias, an alias a domain's first label."""
    names: dict[str, str] = {}
    domains: dict[str, str] = {}
    table = [
        (row["outlet"], row["domains"].split("|"), row["aliases"].split("|"))
        for row in outlet_table().to_dict("records")
    ]
    for outlet, hosts_of, _ in table:
        names[_key(outlet)] = outlet
        domains.update(dict.fromkeys(hosts_of, outlet))
    for outlet, _, spellings in table:
        for spelling in spellings:
            names.setdefault(_key(spelling), outlet)
    for outlet, hosts_of, _ in table:
        for host in hosts_of:
            names.setdefault(_key(host), outlet)
            names.setdefault(_key(host.split(".")[0]), outlet)
    return names, domains
