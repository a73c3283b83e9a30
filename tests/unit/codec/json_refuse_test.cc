// JSON that is no event: the exact code and the exact words, which name the field and what to do.
#include <gtest/gtest.h>

#include <string>

#include "core/codec/event_codec.h"

namespace decree {
namespace {

struct Row {
  std::string json;  // or, when it begins with `+`, fields added to a valid announcement
  std::string message;
};

constexpr char kDateHint[] = "; write e.g. 2025-10-09, 2025-11 or 2025-11~";
constexpr char kIdHint[] =
    " is not an id; use 1 to 128 letters, digits and . _ : / - and begin with a letter or digit";

std::string JsonOf(const Row& row) {
  if (row.json[0] != '+') return row.json;
  return R"({"id":"x","kind":"announced","measure":"m","actor":{"jurisdiction":"US"},)"
         R"("stated":"2025-10-10",)" +
         row.json.substr(1) + "}";
}

class Refused : public testing::TestWithParam<Row> {};

TEST_P(Refused, WithThisMessage) {
  const absl::Status status = EventFromJson(JsonOf(GetParam())).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << JsonOf(GetParam());
  EXPECT_EQ(std::string(status.message()), GetParam().message) << JsonOf(GetParam());
}

INSTANTIATE_TEST_SUITE_P(
    Text, Refused,
    testing::Values(
        Row{" ", "empty; give one JSON object"}, Row{"[]", "must be an object, not a list"},
        Row{"5", "must be an object, not a number"},
        Row{"{\"id\":\"x", "truncated JSON: a string has no closing quote"},
        Row{"{\"id\":\"x\"", "truncated JSON: a bracket is not closed"},
        Row{"{} {}", "more than one JSON value; write one object a line"},
        Row{"+\"note\":\"\xff\"", "not valid UTF-8; save the text as UTF-8"},
        Row{"+\"note\":\"\xed\xa0\x80\"", "not valid UTF-8; save the text as UTF-8"},
        Row{"+\"note\":\"a\x01\"", "a string with a raw control character; escape it, e.g. \\n"},
        Row{R"(+"note":"\ud83d")",
            "note: a string with a bad escape; \\u escapes need four hex digits, and surrogates "
            "come in pairs"},
        Row{R"(+"note":"\ude00")",
            "note: a string with a bad escape; \\u escapes need four hex digits, and surrogates "
            "come in pairs"},
        Row{R"(+"note":"\ud83dx")",
            "note: a string with a bad escape; \\u escapes need four hex digits, and surrogates "
            "come in pairs"},
        Row{R"(+"note":"\ud83d\u0041")",
            "note: a string with a bad escape; \\u escapes need four hex digits, and surrogates "
            "come in pairs"},
        Row{R"(+"note":"\u00g0")",
            "note: a string with a bad escape; \\u escapes need four hex digits, and surrogates "
            "come in pairs"},
        Row{R"(+"note":"\u0000")", "note: holds a NUL character (\\u0000); remove it"},
        Row{R"(+"no\u0000te":"a")",
            std::string("no\0te: holds a NUL character (\\u0000); remove it", 48)},
        Row{R"(+"note":01)", "note: \"01\" is not a JSON value"},
        Row{R"(+"note":nul)", "note: not JSON (no value begins like this)"},
        Row{R"(+"note":ne"a")", "note: not JSON (no value begins like this)"},
        Row{R"(+"note":"a","note":"b")", "note: given twice; keep one of them"},
        Row{R"(+"no\u0074e":"a","note":"b")", "note: given twice; keep one of them"},
        Row{R"(+"scope":{"include":[{"origin":"CN"},{"origin":"CN","origin":"US"}]})",
            "scope.include[1].origin: given twice; keep one of them"},
        Row{R"(+"note":null)", "note: null says nothing; leave the field out"},
        Row{R"(+"note":"")", "note: an empty string says nothing; leave it out"},
        Row{R"(+"note":5)", "note: must be a string, not a number"},
        Row{R"(+"threads":[])", "threads: an empty list says nothing; leave the field out"},
        Row{R"(+"threads":["a",5])", "threads[1]: must be a string, not a number"},
        Row{R"(+"threads":{})", "threads: must be a list of strings, not an object"}));

constexpr char kClaimHint[] =
    " is neither a day nor an instant; give what the other system has, e.g. \"2024-06-14\" or "
    "\"2024-06-14T09:30:00Z\"";

INSTANTIATE_TEST_SUITE_P(
    Formerly, Refused,
    testing::Values(
        Row{R"(+"formerly":"2024")", "formerly: must be an object, not a string"},
        Row{R"(+"formerly":{"recorded":"2024-06-14"})",
            "formerly.system: missing; the name of the system that recorded the event"},
        Row{R"(+"formerly":{"system":"old"})",
            "formerly.recorded: missing; when that system recorded it, e.g. \"2024-06-14\" or "
            "\"2024-06-14T09:30:00Z\""},
        Row{R"(+"formerly":{"system":"old","recorded":"2024-06"})",
            std::string("formerly.recorded: \"2024-06\"") + kClaimHint},
        Row{R"(+"formerly":{"system":"old","recorded":"2024-06-14~"})",
            std::string("formerly.recorded: \"2024-06-14~\"") + kClaimHint},
        Row{R"(+"formerly":{"system":"old","recorded":"2024-06-14/2024-06-15"})",
            std::string("formerly.recorded: \"2024-06-14/2024-06-15\"") + kClaimHint},
        Row{R"(+"formerly":{"system":"old","recorded":"../2024-06-14"})",
            std::string("formerly.recorded: \"../2024-06-14\"") + kClaimHint},
        Row{R"(+"formerly":{"system":"old","recorded":"17"})",
            std::string("formerly.recorded: \"17\" is not an EDTF date (the year must be four "
                        "digits; 0001 to 9999 are supported)") +
                kDateHint},
        Row{R"(+"formerly":{"system":"old","recorded":"2024-06-14","at":"x"})",
            "formerly.at: unknown field; remove it"},
        Row{R"({"id":"x","kind":"corrected","target":"y","replacement":{"title":"t",)"
            R"("formerly":{"system":"old","recorded":"2024-06-14"}}})",
            "replacement.formerly: does not belong to a replacement; say on the repair itself "
            "when another system recorded it"},
        Row{R"({"id":"x","kind":"corrected","target":"y","replacement":{"formerly":null}})",
            "replacement.formerly: cannot be taken away; give what it should say instead"}));

INSTANTIATE_TEST_SUITE_P(
    Fields, Refused,
    testing::Values(
        Row{R"(+"colour":"red")", "colour: unknown field; remove it"},
        Row{R"(+"thread":["a"])", "thread: unknown field; did you mean `threads`?"},
        Row{R"(+"Note":"a")", "Note: unknown field; did you mean `note`?"},
        Row{R"(+"zone":"Asia/Tokyo")", "zone: unknown field; did you mean `tone`?"},
        Row{R"(+"effective":{"form":"2025-11"})",
            "effective.form: unknown field; did you mean `from`?"},
        Row{R"({"id":"x","kind":"anounced"})",
            "kind: \"anounced\" is not known; did you mean \"announced\"?"},
        Row{R"(+"appliesBy":"arrival")",
            "appliesBy: \"arrival\" is not known; use entry, export, loading, contract, admission"},
        Row{R"(+"instrument":"a b")", std::string("instrument: \"a b\"") + kIdHint},
        Row{R"(+"program":"-a")", std::string("program: \"-a\"") + kIdHint},
        Row{R"(+"authorizes":["us/ *"])",
            "authorizes[0]: \"us/ *\" is neither a measure nor a glob such as \"us/*\""},
        Row{R"(+"class":"tariff","authorizes":["us/*"])",
            "authorizes: belongs to class \"authorization\" only"},
        Row{R"(+"links":[{"rel":"confirms"}])", "links[0].id: missing; the other event's id"},
        Row{R"(+"links":[{"rel":"confirms","id":"x"}])",
            "links[0].id: an event cannot link to itself"},
        Row{R"(+"links":{})", "links: must be a list of objects, not an object"},
        Row{R"(+"sources":[{"standing":"official"}])",
            "sources[0].publisher: missing; a source names its publisher, title or url"},
        Row{R"(+"sources":[{"publisher":"p","sha256":"AB"}])",
            "sources[0].sha256: must be 64 lower-case hex digits"},
        Row{R"(+"sources":[{"url":"javascript:x"}])",
            "sources[0].url: \"javascript:x\" must begin with https:// or http://"}));

INSTANTIATE_TEST_SUITE_P(
    Dates, Refused,
    testing::Values(
        Row{R"(+"published":"2025-13")",
            std::string(
                "published: \"2025-13\" is not an EDTF date (the month must be 01 to 12, or "
                "a season 21 to 24)") +
                kDateHint},
        Row{R"(+"published":"2025-10/..")",
            "published: \"2025-10/..\" has an open end; give the last day it can have been"},
        Row{R"(+"effective":{"from":"2025-02-30"})",
            std::string("effective.from: \"2025-02-30\" is not an EDTF date (that month has 28 "
                        "days)") +
                kDateHint},
        Row{R"(+"effective":{"from":20251010})", "effective.from: must be a string, not a number"},
        Row{R"(+"effective":{"through":"2025-06-31"})",
            std::string("effective.through: \"2025-06-31\" is not an EDTF date (that month has 30 "
                        "days)") +
                kDateHint},
        Row{R"(+"effective":{"to":"2025-06","through":"2025-06"})",
            "effective.through: given beside `to`; keep the one the source has"},
        Row{R"(+"effective":{})",
            "effective: says nothing; give from, to, through or wording, or leave it out"},
        Row{R"(+"effective":{"from":"2025-06-02","to":"2025-06-02"})",
            "effective: from \"2025-06-02\" is not before to \"2025-06-02\"; swap or correct them"},
        Row{R"(+"scope":{"exclude":[{"origin":"CN","effective":{"from":"x"}}]})",
            std::string("scope.exclude[0].effective.from: \"x\" is not an EDTF date (the year must "
                        "be four digits; 0001 to 9999 are supported)") +
                kDateHint},
        Row{R"(+"sources":[{"publisher":"p","published":"-0044"}])",
            std::string(
                "sources[0].published: \"-0044\" is not an EDTF date (the year must be four "
                "digits; 0001 to 9999 are supported)") +
                kDateHint},
        Row{R"({"id":"r","kind":"corrected","target":"x","replacement":{"stated":"soon"}})",
            std::string("replacement.stated: \"soon\" is not an EDTF date (the year must be four "
                        "digits; 0001 to 9999 are supported)") +
                kDateHint}));

INSTANTIATE_TEST_SUITE_P(
    ScopeAndTerms, Refused,
    testing::Values(
        Row{R"(+"scope":{})",
            "scope: says nothing; give include or exclude (of \"amended\" also includeAdd, "
            "includeRemove, excludeAdd, excludeRemove), or leave it out"},
        Row{R"(+"scope":{"include":[{}]})",
            "scope.include[0].product: missing; a clause names a dimension, \"product\":[\"*\"] "
            "covers all"},
        Row{R"(+"scope":{"include":[{"origin":["CN","cn"]}]})",
            "scope.include[0].origin[1]: \"cn\" is not a jurisdiction; write \"CN\""},
        Row{R"(+"scope":{"include":[{"origin":"UK"}]})",
            "scope.include[0].origin[0]: \"UK\" is not a jurisdiction; write \"GB\""},
        Row{R"(+"scope":{"include":[{"product":"HS:85414200"}]})",
            "scope.include[0].product[0]: \"HS:85414200\" is not a product (HS codes have 2 to 6 "
            "digits)"},
        Row{R"(+"scope":{"include":[{"movement":"import"}]})",
            "scope.include[0].movement[0]: \"import\" is not known; use export, reExport, "
            "transfer"},
        Row{R"(+"scope":{"include":[{"ownershipAtLeast":"101%"}]})",
            "scope.include[0].ownershipAtLeast: \"101%\" is outside 0% to 100%"},
        Row{R"(+"scope":{"include":[{"valueBelow":"800 usd"}]})",
            "scope.include[0].valueBelow: \"800 usd\" is not a value; write an amount and its "
            "currency, e.g. \"800 USD\""},
        Row{R"(+"terms":{})",
            "terms: says nothing; give tariff, exportControl or text, or leave it out"},
        Row{R"(+"terms":{"tariff":{}})",
            "terms.tariff: says nothing; give a rate, or \"unknown\":true"},
        Row{R"(+"terms":{"tariff":{"adValorem":25}})",
            "terms.tariff.adValorem: a rate is a string with %; write \"25%\""},
        Row{R"(+"terms":{"tariff":{"adValorem":"-5%"}})",
            "terms.tariff.adValorem: \"-5%\" is outside 0% to 100000000%"},
        Row{R"(+"terms":{"tariff":{"adValorem":"0.00001%"}})",
            "terms.tariff.adValorem: \"0.00001%\" is not a rate (digits, at most four after the "
            "point, and %); write e.g. \"8.75%\""},
        Row{R"(+"terms":{"tariff":{"minimum":"5%","maximum":"4%"}})",
            "terms.tariff.minimum: is above the maximum; swap them"},
        Row{R"(+"terms":{"tariff":{"specific":{"amount":"1"}}})",
            "terms.tariff.specific.currency: missing; e.g. \"USD\""},
        Row{R"(+"terms":{"tariff":{"specific":{"amount":"1e3","currency":"USD","per":"kg"}}})",
            "terms.tariff.specific.amount: \"1e3\" is not a decimal (digits and one point only); "
            "write e.g. -28.7"},
        Row{R"(+"terms":{"tariff":{"unknown":"yes"}})",
            "terms.tariff.unknown: must be true or false, not a string"},
        Row{R"(+"terms":{"exportControl":{"policy":"denied"}})",
            "terms.exportControl.policy: \"denied\" is not known; did you mean \"denial\"?"}));

INSTANTIATE_TEST_SUITE_P(
    Required, Refused,
    testing::Values(
        Row{"{}", "id: missing; every event needs one, it is its key"},
        Row{R"({"id":"x"})", "kind: missing; e.g. \"announced\" or \"imposed\""},
        Row{R"({"id":"x","kind":"statement","actor":{"jurisdiction":"US"}})",
            "stated: missing; \"statement\" needs `stated` or `published`"},
        Row{R"({"id":"x","kind":"statement","stated":"2025"})",
            "actor: missing; \"statement\" names who acts, e.g. {\"jurisdiction\":\"US\"}"},
        Row{R"({"id":"x","kind":"stayed","stated":"2025","actor":{"jurisdiction":"US"}})",
            "measure: missing; \"stayed\" names a `measure` or an `instrument`"},
        Row{R"({"id":"x","kind":"imposed","stated":"2025","measure":"m","actor":{"jurisdiction":"US"}})",
            "effective.from: missing; \"imposed\" must say from when; without a date it is "
            "\"enacted\""},
        Row{R"({"id":"x","kind":"postponed","stated":"2025","measure":"m","actor":{"jurisdiction":"US"}})",
            "effective.from: missing; \"postponed\" gives the new start; without one it is "
            "\"suspended\""},
        Row{R"({"id":"x","kind":"retracted"})",
            "target: missing; \"retracted\" must carry `target`"},
        Row{R"({"id":"x","kind":"retracted","target":"x"})",
            "target: an event cannot be about itself; name another event's id"},
        Row{R"({"id":"x","kind":"corrected","target":"y"})",
            "replacement: missing; \"corrected\" must carry `replacement`"},
        Row{R"({"id":"x","kind":"corrected","target":"y","replacement":{}})",
            "replacement: says nothing; give what is to be replaced"},
        Row{R"({"id":"x","kind":"corrected","target":"y","replacement":{"id":"z"}})",
            "replacement.id: a replacement keeps its target's id; leave it out"},
        Row{R"({"id":"x","kind":"observation","stated":"2025"})",
            "observation: missing; \"observation\" must carry `observation`"},
        Row{R"({"id":"x","kind":"observation","stated":"2025","observation":{"series":"s"}})",
            "observation.value: missing; a decimal, e.g. 420.5"},
        Row{R"(+"observation":{"series":"s","value":1})",
            "observation: does not belong to \"announced\"; leave it out or change the kind"},
        Row{R"(+"target":"y")",
            "target: does not belong to \"announced\"; leave it out or change the kind"},
        Row{R"({"id":"x","kind":"stackingRuleSet","stated":"2025","stacking":{"program":"p","effect":"cappedBy","over":["q"]}})",
            "stacking.cap: missing; \"cappedBy\" needs a rate, e.g. \"15%\""},
        Row{R"({"id":"x","kind":"stackingRuleSet","stated":"2025","stacking":{"program":"p","effect":"excludes","over":["q"],"cap":"5%"}})",
            "stacking.cap: belongs to \"cappedBy\" only; leave it out"},
        Row{R"({"id":"x","kind":"statement","stated":"2025","actor":{"office":"a"}})",
            "actor.jurisdiction: missing; e.g. \"US\" or \"EU\""},
        Row{R"({"id":"x","kind":"statement","stated":"2025","actor":"US"})",
            "actor: must be an object, not a string"}));

}  // namespace
}  // namespace decree
