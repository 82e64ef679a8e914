-- Version 1 of the record. A released migration is never edited; what changes is a new file.
--
-- What is kept stands first, and triggers at the end refuse to change or delete it. What is derived stands
-- after it, and may be emptied at any time.
--
-- Instants are milliseconds since 1970 in UTC, days are days since 1970. `hash` and `id` hold the bytes of a
-- hexadecimal name (32 of a document, 8 of a claim), or the name itself where it has another form.

-- Texts that come again and again, once each: event codes, rules, coders, parties, ids of places, keys of buckets.
-- Claims and parties lead here without a foreign key, which would be looked up for every row of the two largest tables.
CREATE TABLE word (
    n    INTEGER PRIMARY KEY,
    text TEXT NOT NULL UNIQUE
) STRICT;

-- A place as a gazetteer told it. Where two gazetteers tell one id otherwise, there are two rows.
CREATE TABLE place (
    n       INTEGER PRIMARY KEY,
    id      TEXT NOT NULL,
    name    TEXT NOT NULL,
    aliases TEXT NOT NULL,             -- JSON
    lat     REAL NOT NULL,
    lon     REAL NOT NULL,
    country TEXT NOT NULL,
    kind    TEXT NOT NULL
) STRICT;
CREATE INDEX place_id ON place (id);
CREATE VIRTUAL TABLE place_box USING rtree (n, west, east, south, north);

CREATE TABLE document (
    n         INTEGER PRIMARY KEY,
    hash      ANY NOT NULL UNIQUE,
    name      TEXT NOT NULL,
    outlet    TEXT,
    published TEXT,
    lang      TEXT,
    received  INTEGER NOT NULL,
    known     INTEGER NOT NULL,
    knowing   TEXT NOT NULL,
    day       INTEGER,                 -- last day of its publication, else the one on which it was known
    signature BLOB NOT NULL
) STRICT;
CREATE INDEX document_known ON document (known);
CREATE INDEX document_day ON document (day);

CREATE TABLE bytes (
    document INTEGER PRIMARY KEY REFERENCES document,
    bytes    BLOB NOT NULL
) STRICT;

-- Which words a document holds; rowid = document. Words come folded and parted by blanks, so the tokenizer
-- has only to cut. The words themselves are in the bytes, and where they stand is never asked.
CREATE VIRTUAL TABLE text USING fts5 (words, content = '', detail = none, columnsize = 0, tokenize = 'ascii');

-- Documents that tell the same in the same words; the one that came later into the record stands first.
CREATE TABLE alike (
    document INTEGER NOT NULL REFERENCES document,
    other    INTEGER NOT NULL REFERENCES document,
    PRIMARY KEY (document, other)
) STRICT, WITHOUT ROWID;
CREATE INDEX alike_other ON alike (other);

-- The same bytes came again.
CREATE TABLE visit (
    n        INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES document,
    at       INTEGER NOT NULL
) STRICT;

-- Somebody read a document: a coder, or (coder NULL) a person who put a claim right.
CREATE TABLE reading (
    n        INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES document,
    coder    INTEGER REFERENCES word,
    known    INTEGER NOT NULL,
    knowing  TEXT NOT NULL
) STRICT;
CREATE INDEX reading_document ON reading (document);
CREATE INDEX reading_known ON reading (known);

-- What a reading found that was not found before. The number of a claim is that of its reading, times 2^20, plus its
-- place in it: claims of one reading lie side by side, and none needs an index to find its reading.
CREATE TABLE claim (
    n      INTEGER PRIMARY KEY,
    id     ANY NOT NULL,
    event  INTEGER NOT NULL,           -- word
    rule   INTEGER NOT NULL,           -- word
    place  INTEGER REFERENCES place,
    first  INTEGER,                    -- day; NULL = open
    last   INTEGER,                    -- day; NULL = open
    start  INTEGER NOT NULL,           -- code point of the quote
    end    INTEGER NOT NULL,           -- code point after the quote
    body   TEXT NOT NULL               -- JSON: what the other columns and tables do not tell
) STRICT;
CREATE INDEX claim_id ON claim (id);
CREATE INDEX claim_place ON claim (place, event);

-- Who takes part in a claim of a reading, says it, or published it: ids, and outlets in lower case.
CREATE TABLE party (
    who     INTEGER NOT NULL,          -- word
    reading INTEGER NOT NULL,
    PRIMARY KEY (who, reading)
) STRICT, WITHOUT ROWID;

CREATE TABLE decision (
    n       INTEGER PRIMARY KEY,
    at      INTEGER NOT NULL,
    by      TEXT NOT NULL,
    act     TEXT NOT NULL,
    claim   ANY NOT NULL,
    other   ANY,
    instead TEXT,                      -- JSON: the wire form of a claim
    reason  TEXT NOT NULL
) STRICT;

-- The record gave a claim up: a later reading did not find it, or a person decided so.
CREATE TABLE gone (
    claim    INTEGER PRIMARY KEY REFERENCES claim,
    at       INTEGER NOT NULL,
    reading  INTEGER REFERENCES reading,
    decision INTEGER REFERENCES decision,
    CHECK ((reading IS NULL) <> (decision IS NULL))
) STRICT;

-- From here on: derived.

-- Which document is a copy of which, and the end of that chain; no row = no copy.
CREATE TABLE copy (
    document INTEGER PRIMARY KEY REFERENCES document,
    source   INTEGER NOT NULL REFERENCES document,
    witness  INTEGER NOT NULL REFERENCES document
) STRICT;
CREATE INDEX copy_source ON copy (source);

CREATE TABLE stale (
    kind TEXT NOT NULL,
    key  TEXT NOT NULL,
    PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE stretch (
    n     INTEGER PRIMARY KEY,
    place INTEGER NOT NULL REFERENCES word,
    layer TEXT NOT NULL,
    first INTEGER NOT NULL,            -- day
    last  INTEGER,                     -- day; NULL = open
    known INTEGER NOT NULL,
    until INTEGER,                     -- NULL = it still stands
    body  TEXT NOT NULL                -- JSON
) STRICT;
CREATE INDEX stretch_place ON stretch (place, known, until);
-- Days by record time, in whole minutes: who held what on a day, as known at an instant, is a point.
CREATE VIRTUAL TABLE stretch_time USING rtree_i32 (n, first, last, known, until);

CREATE TABLE incident (
    n      INTEGER PRIMARY KEY,
    id     TEXT NOT NULL UNIQUE,
    bucket INTEGER NOT NULL REFERENCES word
) STRICT;
CREATE INDEX incident_bucket ON incident (bucket);

-- One row a claim and more: without foreign keys, as for parties.
CREATE TABLE link (
    incident INTEGER NOT NULL,
    claim    INTEGER NOT NULL,
    known    INTEGER NOT NULL,
    until    INTEGER,
    reasons  INTEGER NOT NULL,         -- word
    PRIMARY KEY (incident, claim, known)
) STRICT, WITHOUT ROWID;
CREATE INDEX link_claim ON link (claim);

CREATE TABLE tombstone (
    id          TEXT NOT NULL,
    at          INTEGER NOT NULL,
    reason      TEXT NOT NULL,
    merged_into TEXT,
    bucket      INTEGER NOT NULL REFERENCES word,
    PRIMARY KEY (id, at)
) STRICT, WITHOUT ROWID;
CREATE INDEX tombstone_bucket ON tombstone (bucket);

-- What is kept is only added to.
CREATE TRIGGER word_update     BEFORE UPDATE ON word     BEGIN SELECT raise(ABORT, 'the record is only added to'); END;
CREATE TRIGGER word_delete     BEFORE DELETE ON word     BEGIN SELECT raise(ABORT, 'the record is only added to'); END;
CREATE TRIGGER place_update    BEFORE UPDATE ON place    BEGIN SELECT raise(ABORT, 'the record is only added to'); END;
CREATE TRIGGER place_delete    BEFORE DELETE ON place    BEGIN SELECT raise(ABORT, 'the record is only added to'); END;
CREATE TRIGGER document_update BEFORE UPDATE ON document BEGIN SELECT raise(ABORT, 'the record is only added to'); END;
CREATE TRIGGER document_delete BEFORE DELETE ON document BEGIN SELECT raise(ABORT, 'the record is only added to'); END;
CREATE TRIGGER bytes_update    BEFORE UPDATE ON bytes    BEGIN SELECT raise(ABORT, 'the record is only added to'); END;
CREATE TRIGGER bytes_delete    BEFORE DELETE ON bytes    BEGIN SELECT raise(ABORT, 'the record is only added to'); END;
CREATE TRIGGER alike_update    BEFORE UPDATE ON alike    BEGIN SELECT raise(ABORT, 'the record is only added to'); END;
CREATE TRIGGER alike_delete    BEFORE DELETE ON alike    BEGIN SELECT raise(ABORT, 'the record is only added to'); END;
CREATE TRIGGER visit_update    BEFORE UPDATE ON visit    BEGIN SELECT raise(ABORT, 'the record is only added to'); END;
CREATE TRIGGER visit_delete    BEFORE DELETE ON visit    BEGIN SELECT raise(ABORT, 'the record is only added to'); END;
CREATE TRIGGER reading_update  BEFORE UPDATE ON reading  BEGIN SELECT raise(ABORT, 'the record is only added to'); END;
CREATE TRIGGER reading_delete  BEFORE DELETE ON reading  BEGIN SELECT raise(ABORT, 'the record is only added to'); END;
CREATE TRIGGER claim_update    BEFORE UPDATE ON claim    BEGIN SELECT raise(ABORT, 'the record is only added to'); END;
CREATE TRIGGER claim_delete    BEFORE DELETE ON claim    BEGIN SELECT raise(ABORT, 'the record is only added to'); END;
CREATE TRIGGER party_update    BEFORE UPDATE ON party    BEGIN SELECT raise(ABORT, 'the record is only added to'); END;
CREATE TRIGGER party_delete    BEFORE DELETE ON party    BEGIN SELECT raise(ABORT, 'the record is only added to'); END;
CREATE TRIGGER decision_update BEFORE UPDATE ON decision BEGIN SELECT raise(ABORT, 'the record is only added to'); END;
CREATE TRIGGER decision_delete BEFORE DELETE ON decision BEGIN SELECT raise(ABORT, 'the record is only added to'); END;
CREATE TRIGGER gone_update     BEFORE UPDATE ON gone     BEGIN SELECT raise(ABORT, 'the record is only added to'); END;
CREATE TRIGGER gone_delete     BEFORE DELETE ON gone     BEGIN SELECT raise(ABORT, 'the record is only added to'); END;

PRAGMA application_id = 0x56494749;    -- `VIGI`
PRAGMA user_version = 1;
