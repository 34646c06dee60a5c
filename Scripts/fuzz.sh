#!/bin/sh
# Fuzzes the readers of hostile input with libFuzzer and the address sanitizer.
#
#   Scripts/fuzz.sh [SECONDS [NAME...]]      60 seconds for each fuzzer unless told; all fuzzers unless named
#
# Ends with status 0 if nothing was found in that time, 1 if something was (the input that did it is kept and named), 2 for wrong use or a failed build.
#
# To add a fuzzer: write Fuzz/NAME.swift with LLVMFuzzerTestOneInput, add a line to `fuzzers` below, and give it seeds in `seeds`.
# A module is compiled from Sources/MODULE; list what it imports before it, and its C libraries in `module_flags`.
set -eu

cd "$(dirname "$0")/.."
output=.build-fuzz
seconds=${1:-60}
case $seconds in '' | *[!0-9]*) echo "usage: $0 [SECONDS [NAME...]]" >&2; exit 2 ;; esac
[ $# -eq 0 ] || shift

# NAME: MODULE... in the order in which they are built
fuzzers='
json: Formats
csv: Formats
xml: Formats
zip: Formats
xlsx: Formats
journal: Formats Journal
mapping: Formats Dictionary Interchange
pfif: Formats Dictionary Interchange
hsds: Formats Dictionary Interchange
forms: Formats Forms
expressions: Formats Forms
matching: Formats Matching
encodings: MatchingFiles
model: Formats MatchingSettings
facts: Formats Entitlements
law: Formats Entitlements
policy: Formats Entitlements
exchange: Vault Exchange
referrals: Formats Dictionary Referral ReferralParts
'

# The address sanitizer finds wild accesses, -Onone checks (overflow, bounds, unwrapping) stay on in -O too.
flags='-swift-version 6 -parse-as-library -enable-testing -sanitize=fuzzer,address'

# What is optimised: with the address sanitizer in it the index takes the compiler 52 s of processor time even when optimised for size, 13 s when not at all.
module_optimisation() { # MODULE
    case $1 in
        Matching) echo '-Onone' ;;
        *) echo '-O' ;;
    esac
}

module_flags() {
    case $1 in
        Formats) echo '-I Sources/CZlib -lz' ;;
        # SHA-256 comes from the package's own build of swift-crypto, which has no sanitizer in it.
        Journal | Forms | MatchingFiles | Vault | Exchange)
            crypto=.build/checkouts/swift-crypto/Sources
            echo "-I Sources/CZlib -I Sources/CArgon2 -largon2 -I .build/debug/Modules -I $crypto/CCryptoBoringSSL/include -I $crypto/CCryptoBoringSSLShims/include" ;;
        # The reader of YAML comes from the package's own build of Yams, which has no sanitizer in it.
        Dictionary | Interchange | Matching | MatchingSettings | Entitlements | ReferralParts)
            echo "-I Sources/CZlib -Xcc -fmodule-map-file=.build/debug/EmbeddedResources.build/module.modulemap -I .build/debug/Modules -I .build/checkouts/Yams/Sources/CYaml/include" ;;
    esac
}

# What is linked besides the modules that are compiled here.
module_objects() { # MODULE
    case $1 in
        Journal | Forms | MatchingFiles | Exchange)
            for part in Crypto CryptoBoringWrapper CCryptoBoringSSL CCryptoBoringSSLShims CXKCP CXKCPShims; do
                find ".build/debug/$part.build" -name '*.o'
            done ;;
        Dictionary | Matching) find .build/debug/EmbeddedResources.build -name '*.o' ;;
        Interchange | MatchingSettings) find .build/debug/Yams.build .build/debug/CYaml.build -name '*.o' ;;
        Entitlements) find .build/debug/EmbeddedResources.build .build/debug/Yams.build .build/debug/CYaml.build -name '*.o' ;;
    esac
}

# What has to be built before.
prepare_module() { # MODULE
    case $1 in
        Journal | Dictionary | Interchange | Forms | Matching | Entitlements | Referral) swift build --target "$1" >/dev/null ;;
        Vault | Exchange) swift build --target Exchange >/dev/null ;;
        MatchingFiles | MatchingSettings) swift build --target Matching >/dev/null ;;
    esac
}

module_sources() { # MODULE
    case $1 in
        # The reader of entries needs no keys; what seals answers would bring in the vault, the dictionary and their C libraries.
        Journal) find Sources/Journal -name '*.swift' ! -name AnswerSealing.swift | sort ;;
        # Names, other evidence and the index; linkage and its configuration files would bring in YAML and cryptography.
        Matching) find Sources/Matching/Names Sources/Matching/Evidence Sources/Matching/Index Sources/Matching/Organisations \
            Sources/Matching/MatchingResources.swift Sources/Matching/Tables/EditDistance.swift Sources/Matching/Tables/Snapshot.swift \
            -name '*.swift' ! -name PersonColumns.swift | sort ;;
        # The readers of the files that linkage leaves: encodings and checkpoints. The rest of matching would bring in names and their tables.
        MatchingFiles)
            for file in Encoded/EncodedRecords Encoded/EncodingError Encoded/EncodingKeys Encoded/EncodedField Encoded/RecordEncoder Tables/ColumnMeaning Tables/OutputFile \
                Tables/OutputFileError Tables/RecordTable Tables/RepeatedIdentifier Tables/TextPool Linkage/CheckpointContent Linkage/ScanOutcome Linkage/ScoredPair Linkage/LinkageError; do
                echo "Sources/Matching/$file.swift"
            done ;;
        # The reader of model files alone.
        MatchingSettings)
            for file in Tables/ColumnMeaning Tables/RecordTable Tables/RepeatedIdentifier Tables/TextPool Linkage/LinkageSettings Linkage/LinkageSettingsReader Linkage/LinkageError; do
                echo "Sources/Matching/$file.swift"
            done ;;
        # Messages of referrals, and forms as browsers send them. The rest of the app would bring in the server.
        ReferralParts)
            for file in Records/RecordIdentifier Referrals/ReferralContent Referrals/SharedPart/SharedPart Referrals/ReferralStepForm Platform/Web/FormFields \
                Platform/Web/FormReading Platform/Web/MultipartReader Platform/Web/WebError; do
                echo "Sources/App/$file.swift"
            done ;;
        *) find "Sources/$1" -name '*.swift' | sort ;;
    esac
}

seeds() { # NAME FOLDER
    case $1 in
        json)
            printf '{"a":[1,-2.5e3,true,null,"x\\u00e9\\ud83d\\ude00\\n"],"b":{}}' >"$2/object"
            printf '[9223372036854775808,1e-7,0.000001,"\\"\\\\"]' >"$2/numbers" ;;
        csv)
            printf '\000id,"na""me"\r\n1,"a\nb"\r\n\r\n2,=1+1\r\n' >"$2/quoted"
            printf '\001sep=;\na;b\n1,5;"x"\n' >"$2/declared"
            printf '\002\377\376a\000,\000\351\000\n\000b\000,\000=\330\000\336\r\000' >"$2/utf16"
            printf '\007a\tb\n\200\t-1\n' >"$2/windows" ;;
        xml)
            printf '<?xml version="1.0" encoding="UTF-8"?><p:a xmlns:p="u" x="&lt;&#65;"><!-- c -->t\r\n<b/><![CDATA[<]]></p:a>' >"$2/document"
            printf '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>' >"$2/doctype" ;;
        zip)
            printf 'PK\005\006\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000' >"$2/empty"
            if command -v python3 >/dev/null; then
                python3 -c 'import sys, zipfile
for method in (0, 8):
    with zipfile.ZipFile("%s/method%d" % (sys.argv[1], method), "w", method) as archive:
        archive.writestr("a.txt", "hello " * 50)
        archive.writestr("dir/b.txt", "")' "$2"
            fi ;;
        journal)
            # One journal as it is, one entry a file, and a state.
            sed -n 's/^{"body":"\(.*\)","link":.*/\1/p' Tests/JournalTests/Vectors/journal-example.jsonl | sed 's/\\"/"/g' >"$2/all"
            for line in 1 2 3 4 5 6; do sed -n "${line}p" "$2/all" | tr -d '\n' >"$2/entry$line"; done
            sed -n '3s/^{"after":3,"state":\(.*\)}$/\1/p' Tests/JournalTests/Vectors/journal-example-states.jsonl | tr -d '\n' >"$2/state" ;;
        encodings)
            printf '\000CORRCLK1checkval\003\000\000\000a:b\000\000\000\000' >"$2/empty"
            printf '\001CORRCHK1fingerpr' >"$2/checkpoint" ;;
        exchange)
            printf '\002corridor/exchange-file/1\000\000\000\000\001\000\000\000\002ab' >"$2/file"
            printf '\000' >"$2/message"
            head -c 16 /dev/zero | tr '\000' 'a' >>"$2/message"
            head -c 40 /dev/zero >>"$2/message"
            printf '\000\000\000\001k\000\000\000\002{}\000\000' >>"$2/message"
            printf '\001' >"$2/parcel"
            head -c 89 /dev/zero >>"$2/parcel"
            head -c 8 /dev/zero >>"$2/parcel" ;;
        referrals)
            printf '\000{"event":"offer","format":1,"heard":0,"offer":{"kind":"arrival-hand-over","needs":["shelter"],"reason":"x","urgency":"same-day",' >"$2/offer"
            printf '"arrival":{"at":1,"description":"d","desk":"e","flight":"f","offset":345}},"part":[{"id":"0000000000000000","kind":"person","role":"worker",' >>"$2/offer"
            printf '"fields":{"names":{"value":["A"]}}}],"words":"w"}' >>"$2/offer"
            printf '\001event=resolve&outcome=achieved&words=She+is+home%%21' >"$2/form"
            printf '\002--XX\r\nContent-Disposition: form-data; name="event"\r\n\r\nmessage\r\n--XX\r\nContent-Disposition: form-data; name="words"\r\n\r\nx\r\n' >"$2/multipart"
            printf -- '--XX\r\nContent-Disposition: form-data; name="file"; filename="a/b.pdf"\r\n\r\n%%PDF\r\n--XX--\r\n' >>"$2/multipart" ;;
        model)
            printf 'columns:\n  Vorname: given-name\n  geb: {means: birth-date, second: dob}\n  x: ignored\n  code: {compare: code}\nblocking:\n  - [surname, geb]\n' >"$2/all"
            printf 'threshold: 0.5\none-to-one: false\n' >>"$2/all"
            printf 'columns: &a\n  a: given-name\nblocking: *a\nthreshold: .nan\n' >"$2/anchors" ;;
        facts) cp Docs/examples/facts.json "$2" ;;
        law) cp Sources/Entitlements/Resources/law/BH-private.yaml Sources/Entitlements/Resources/law/QA-domestic.yaml "$2" ;;
        policy)
            printf '{"register":1,"entries":[{"identifier":"NP/a","kind":"ban","title":"T","countries":["NP"],"origins":["NP"],"destinations":[],"sectors":["domestic-work"],"treaty":"C189",' >"$2/entry"
            printf '"versions":[{"identifier":"1","from":"2020-01","until":"2020-12-31","standing":"in-force","summary":"a b","language":"en","translations":{"ne":{"text":"x","original":"a b"}},' >>"$2/entry"
            printf '"sources":["s"],"confidence":"low","note":"n","asOf":"2021"},{"identifier":"2","from":"2021","summary":"a c","sources":["s"]}]}]}' >>"$2/entry" ;;
        mapping)
            cp Docs/examples/*.yaml Sources/Interchange/Resources/ctdc/*.yaml "$2" ;;
        pfif)
            printf '<pfif xmlns="http://zesty.ca/pfif/1.4"><person><person_record_id>a.org/1</person_record_id><source_date>2026-01-02T03:04:05Z</source_date>' >"$2/person"
            printf '<full_name>A &amp; B</full_name><sex>male</sex><date_of_birth>1990-04</date_of_birth><note><note_record_id>a.org/2</note_record_id>' >>"$2/person"
            printf '<text>seen</text><status>believed_alive</status></note></person></pfif>' >>"$2/person"
            printf '<p:pfif xmlns:p="http://zesty.ca/pfif/1.2"><p:person><p:first_name>A</p:first_name><p:home_zip>1</p:home_zip></p:person></p:pfif>' >"$2/earlier" ;;
        hsds)
            printf '\000{"id":"a","name":"A","description":"B","services":[{"id":"s","name":"S","status":"active","phones":[{"id":"p","number":"+974 1"}]}]}' >"$2/organization"
            printf '\000{"total_items":1,"contents":[{"id":"a","name":"A"}]}' >"$2/page"
            printf '\001id,name,description,organization_id,status\na,A,"B ""c""",a,active\n' >"$2/table"
            printf '\002organisation,kind,country,town,service.types,languages,hours,for,beds,phone,latitude,longitude,confirmed on\n' >"$2/list"
            printf 'A,shelter,QA,Doha,shelter / legal-aid,"Arabic, nep",Su-Th 08:00-14:00,women,3,+974 1234,25.3,51.5,2026-01-02\n' >>"$2/list" ;;
        forms)
            printf 'survey\n,type,name,label::English (en),label::नेपाली (ne),relevant,calculation,trigger,parameters,bind::a,repeat_count\n' >"$2/survey"
            printf ',select_one l or_other,a,A ${b},अ,,,,randomize=true seed=1,,\n,begin_repeat,r,,,${a} = 1,,,,,1+1\n,integer,b,B,,,,,,,\n,end_repeat,,,,,,,,,\n' >>"$2/survey"
            printf ',range,c,C,,,,,start=1;end=9,,\n,text,d,,,,${c}*2,${a},,x,\nchoices\n,list_name,name,label,extra\n,l,1,One,x\nentities\n,list_name,label\n,e,${a}\n' >>"$2/survey"
            printf 'settings\n,form_title,namespaces,instance_name\n,T,a="b",${d}\nsurvey\n,type,name,label,default\n,date,d,D,today()\n,begin loop over l,g,,\n,text,t,%%(label)s,\n,end loop,,,\n' >"$2/settings"
            printf 'choices\n,list_name,name,label\n,l,x,X\n' >>"$2/settings" ;;
        expressions)
            printf '%s' "if(/data/t = '', sum(/data/r/a) div 2, round(-1.5 * position(..), 2)) and not(/data/r[a > 1]/b <= today() or . != \"x\")" >"$2/operators"
            printf '%s' "format-date(date('2024-03-15T20:00:00.000Z'), '%%Y-%%m-%%d')" >"$2/dates"
            printf '%s' "indexed-repeat(/data/r/a, /data/r, count(/data/r)) + count-selected('a b') | //a | child::b/@c | current()/../t" >"$2/paths"
            printf '%s' "concat(substr(/data/t, -2), regex(/data/t, '[a-z]+'), digest('a', 'MD5'), coalesce('', join(',', /data/r/a)))" >"$2/texts" ;;
        matching)
            printf '\002Md. Rafiq|\340\246\260\340\246\253\340\246\277\340\246\225' >"$2/names"
            printf '\001\000\031\001\000\100\377' >"$2/damage" ;;
        xlsx)
            printf '\003<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c>' >"$2/sheet"
            printf '<c t="inlineStr"><is><t>a_x000D_</t><rPh><t>b</t></rPh></is></c><c s="1"><v>44197.5</v></c><c t="d"><v>2014-02-14T08:27:48.765Z</v></c>' >>"$2/sheet"
            printf '</row></sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells></worksheet>' >>"$2/sheet"
            printf '\004<sst><si><t>x</t></si><si><r><t>y</t></r></si></sst>' >"$2/strings"
            printf '\005<styleSheet><numFmts><numFmt numFmtId="170" formatCode="[h]:mm\\\\ "x";@"/></numFmts><cellXfs><xf numFmtId="170"/><xf numFmtId="14"/></cellXfs></styleSheet>' >"$2/styles"
            printf '\002<workbook xmlns:r="u"><workbookPr date1904="1"/><sheets><sheet name="Cases" r:id="r1"/></sheets></workbook>' >"$2/workbook"
            printf '\001<Relationships><Relationship Id="r1" Type="x/worksheet" Target="../a/./b.xml"/></Relationships>' >"$2/links" ;;
    esac
}

build_module() { # MODULE
    if [ ! -e "$output/$1.built" ]; then
        echo "building $1"
        prepare_module "$1" || return 1
        # shellcheck disable=SC2046,SC2086
        swiftc $flags $(module_optimisation "$1") -wmo -module-name "$1" -I "$output" $(module_flags "$1") -emit-module -emit-module-path "$output/$1.swiftmodule" \
            -c -o "$output/$1.o" $(module_sources "$1") || return 1
        : >"$output/$1.built"
    fi
}

names=${*:-$(echo "$fuzzers" | sed -n 's/:.*//p')}
mkdir -p "$output"
rm -f "$output"/*.built
found=0
for name in $names; do
    modules=$(echo "$fuzzers" | sed -n "s/^$name: *//p")
    if [ -z "$modules" ]; then echo "there is no fuzzer named $name" >&2; exit 2; fi
    objects= libraries=
    for module in $modules; do
        build_module "$module" || exit 2
        objects="$objects $output/$module.o $(module_objects "$module" | tr '\n' ' ')"
        libraries="$libraries $(module_flags "$module")"
    done
    # shellcheck disable=SC2086
    # The linker has hundreds of warnings about the sanitizer's own symbols.
    swiftc $flags -O -module-name "Fuzz_$name" -I "$output" "Fuzz/$name.swift" $objects $libraries -o "$output/fuzz-$name" >"$output/$name.log" 2>&1 || {
        grep -v 'Cannot export local symbol' "$output/$name.log" >&2
        exit 2
    }
    mkdir -p "$output/seeds/$name" "$output/corpus/$name" "$output/found"
    seeds "$name" "$output/seeds/$name"
    echo "fuzzing $name for $seconds seconds"
    if SWIFT_BACKTRACE=enable=no "$output/fuzz-$name" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=16384 -print_final_stats=1 \
        -artifact_prefix="$output/found/$name-" "$output/corpus/$name" "$output/seeds/$name" >"$output/$name.log" 2>&1; then
        sed -n 's/^stat::number_of_executed_units: */  inputs tried: /p' "$output/$name.log"
    else
        found=1
        echo "  found something; see $output/$name.log" >&2
        grep -E 'ERROR|SUMMARY|Fatal error|Test unit written' "$output/$name.log" >&2 || tail -n 20 "$output/$name.log" >&2
    fi
done
exit $found
