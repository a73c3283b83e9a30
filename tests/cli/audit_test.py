"""Checkpoints, proofs, bundles and witnesses on the command line, with the exit statuses that the manual lists."""

import json
import pathlib
import shutil
import subprocess
import unittest

from decree_process import BINARY, TIMELINE, TIMEOUT_S, StoreTest, event

VERIFY = str(pathlib.Path(BINARY).with_name("decree-verify"))
ORIGIN = "example.org/trade-log"
QUESTIONS = [
    ["as-of", "2025-11-05", "--measure", "us/additional-100*", "--known-by", "2025-10-23"],
    ["as-of", "2025-11-05", "--all"],
    ["as-of", "2025-11-05", "--measure", "us/none-such"],
    ["as-of", "2025-11-05", "--recorded-by", "80"],
    ["explain", "us/ieepa-reciprocal-cn", "--on", "2025-09-01"],
    ["screen", "--on", "2025-05-13", "--known-by", "2025-05-13", "--origin", "CN", "--destination", "US",
     "--product", "HTS:8501.10.40", "--product", "tag:section-301-list-3", "--value", "10000 USD"],
    ["screen", "--on", "2025-12-15", "--known-by", "2025-10-20", "--origin", "DE", "--destination", "US",
     "--product", "tag:rare-earths", "--fact", "contentShare=0.2%"],
    ["history", "--measure", "cn/mofcom-2025-61-foreign-made", "--on", "2025-12-15"],
    ["diff", "2025-10-01..2025-12-01"],
    ["outlook", "2026-10-15", "--days", "40", "--known-by", "2025-11-08"],
]


class AuditTest(StoreTest):
    def setUp(self):
        super().setUp()
        self.key = self.folder / "log.key"

    def keygen(self, origin=ORIGIN):
        return self.run_decree("audit", "keygen", "--origin", origin, "--key", self.key).stdout.strip()

    def checkpoint(self, name="checkpoint", *more):
        return self.write(name, self.run_decree("audit", "checkpoint", *more).stdout)

    def begin(self):
        self.run_decree("append", TIMELINE)
        self.vkey = self.keygen()
        self.first = self.checkpoint("first", "--key", self.key)

    def run_verify(self, *args, exit_status=0):
        result = subprocess.run([VERIFY, *map(str, args)], cwd=self.folder, env={"TZ": "UTC"}, capture_output=True,
                                text=True, timeout=TIMEOUT_S, check=False)
        self.assertEqual(result.returncode, exit_status, f"{args}\n{result.stdout[:1000]}\n{result.stderr[:1000]}")
        return result


class CheckpointTest(AuditTest):
    def test_a_checkpoint_is_signed_kept_and_shown(self):
        self.begin()
        text = self.first.read_text("utf-8")
        self.assertRegex(text, rf"\A{ORIGIN}\n124\n[A-Za-z0-9+/]{{43}}=\ndecree-streams/v1 \d+ [A-Za-z0-9+/]{{43}}=\n\n"
                               rf"— {ORIGIN} [A-Za-z0-9+/=]+\n\Z")
        self.assertEqual(self.run_decree("audit", "checkpoint").stdout, text)
        shown = self.answer("audit", "checkpoint")
        self.assertEqual((shown["origin"], shown["size"], shown["note"]), (ORIGIN, 124, text))
        self.append([event("later")])
        made = self.answer("audit", "checkpoint", "--key", self.key)
        self.assertEqual((made["size"], made["new"], made["hashed"]), (125, True, 1))
        again = self.answer("audit", "checkpoint", "--key", self.key, "--full")
        self.assertEqual((again["new"], again["hashed"], again["note"]), (False, 125, made["note"]))
        growth = self.answer("audit", "checkpoint", "--since", "124")
        self.assertEqual(growth["since"], 124)
        self.assertTrue(growth["proof"])
        copy = self.folder / "copy"  # what a backup copies as plain files
        shutil.copytree(self.store, copy)
        self.assertEqual(self.run_decree("--store", copy, "audit", "checkpoint").stdout, made["note"])

    def test_usage(self):
        self.run_decree("audit", "checkpoint", exit_status=2)  # no store
        self.append([event("a")])
        self.assertIn("audit keygen", self.run_decree("audit", "checkpoint", exit_status=2).stderr)
        self.run_decree("audit", "checkpoint", "--key", self.folder / "none", exit_status=2)
        self.run_decree("audit", "keygen", "--origin", "two words", "--key", self.key, exit_status=2)
        self.vkey = self.keygen()
        self.run_decree("audit", "keygen", "--origin", ORIGIN, "--key", self.key, exit_status=2)
        self.run_decree("audit", "keygen", "--origin", ORIGIN, "--key", self.folder / "none" / "key", exit_status=2)
        self.run_decree("audit", "checkpoint", "--full", exit_status=2)
        self.run_decree("audit", "checkpoint", "--since", "x", exit_status=2)
        # What is signed is told as signed, whatever is asked with it.
        self.run_decree("audit", "checkpoint", "--key", self.key, "--since", "2", exit_status=7)
        self.run_decree("audit", "checkpoint", "--key", self.key, "--since", "2", exit_status=2)
        self.run_decree("audit", exit_status=2)

    def test_it_is_signed_beside_a_writer(self):
        self.append([event("a")])
        self.keygen()
        writer = self.start_decree("append", "--each", "-")
        for name in ("b", "c"):
            writer.stdin.write((json.dumps(event(name)) + "\n").encode())
        writer.stdin.flush()
        self.checkpoint("during", "--key", self.key)
        writer.stdin.close()
        self.assertEqual(writer.wait(TIMEOUT_S), 0)
        self.assertEqual(self.answer("audit", "checkpoint", "--key", self.key)["size"], 3)
        self.run_decree("audit", "verify")

    def test_the_key_file_is_its_owners_alone(self):
        self.append([event("a")])
        self.keygen()
        self.assertEqual(self.key.stat().st_mode & 0o777, 0o600)
        self.key.chmod(0o644)
        refused = self.run_decree("audit", "checkpoint", "--key", self.key, exit_status=4)
        self.assertIn("chmod 600", refused.stderr)
        self.assertFalse((self.store / "audit" / "epoch-0001").exists())

    def test_another_key_and_a_rewritten_log_are_not_signed(self):
        self.append([event("a"), event("b")])
        self.keygen()
        self.checkpoint("first", "--key", self.key)
        other = self.folder / "other.key"
        self.run_decree("audit", "keygen", "--origin", "example.org/other", "--key", other)
        self.run_decree("audit", "checkpoint", "--key", other, exit_status=4)
        audit = self.store / "audit"
        audit.rename(self.folder / "audit")
        shutil.rmtree(self.store)
        self.append([event("a"), event("c"), event("d")])
        (self.folder / "audit").rename(audit)
        refused = self.run_decree("audit", "checkpoint", "--key", self.key, exit_status=4)
        self.assertIn("does not extend", refused.stderr)
        self.run_decree("audit", "verify", exit_status=4)
        # A new epoch is for a log that parted from what was signed, not for another store's.
        refused = self.run_decree("audit", "checkpoint", "--key", other, "--new-epoch", exit_status=4)
        self.assertIn("is of another log", refused.stderr)
        shutil.rmtree(audit)
        self.run_decree("audit", "checkpoint", "--key", other)
        self.assertEqual(self.answer("audit", "checkpoint")["origin"], "example.org/other")

    def test_verify_holds_the_log_against_a_checkpoint_that_was_kept(self):
        self.begin()
        self.append([event("later")])
        args = ("audit", "verify", "--checkpoint", self.first, "--vkey", self.vkey)
        self.assertIn("positions 1–124", self.run_decree(*args).stdout)
        self.assertEqual(self.answer(*args)["verified"], True)
        self.run_decree("audit", "verify")
        self.run_decree("audit", "verify", "--checkpoint", self.first, exit_status=2)
        bent = self.write("bent", self.first.read_text("utf-8").replace("\n124\n", "\n123\n"))
        self.run_decree("audit", "verify", "--checkpoint", bent, "--vkey", self.vkey, exit_status=3)
        other = self.folder / "other"
        self.run_decree("--store", other, "append", "-", stdin=json.dumps(event("a")) + "\n")
        self.run_decree("--store", other, *args, exit_status=4)


class DoctorTest(AuditTest):
    def doctor(self, *args, exit_status=0):
        return json.loads(self.run_decree("doctor", "--json", *args, exit_status=exit_status).stdout)

    def test_a_sound_store_stays_sound(self):
        self.begin()
        self.append([event("later")])
        self.checkpoint("grown", "--key", self.key)
        report = self.doctor()
        self.assertEqual((report["sound"], report["checkpoints"], report["findings"], report["notes"]),
                         (True, 2, [], []))
        self.assertIn("sound: 125 events, 2 checkpoints checked, 0 findings", self.run_decree("doctor").stdout)

    def test_a_damaged_checkpoint_or_key_is_found_and_restored(self):
        self.begin()
        epoch = self.store / "audit" / "epoch-0001"
        for name in ("00000000000000000124", "vkey"):
            sound = (epoch / name).read_bytes()
            (epoch / name).write_bytes(sound.replace(b"org", b"orG", 1))
            report = self.doctor(exit_status=4)
            self.assertEqual((report["sound"], report["recordSound"]), (False, False))
            self.assertEqual(len(report["findings"]), 1)
            self.assertIn(f"epoch-0001/{name} does not read", report["findings"][0])
            self.assertIn("restore it from a backup", report["findings"][0])
            self.assertIn(report["findings"][0], self.run_decree("doctor", exit_status=4).stdout)
            self.assertFalse(self.doctor("--rebuild-projections", exit_status=4)["rebuilt"])
            (epoch / name).write_bytes(sound)
        self.assertTrue(self.doctor()["sound"])

    def test_a_lost_or_bent_stream_table_is_harmless(self):
        self.begin()
        streams = self.store / "audit" / "epoch-0001" / "streams"
        sound = streams.read_bytes()
        streams.write_bytes(sound[:-1])
        report = self.doctor(exit_status=4)
        self.assertEqual((report["recordSound"], len(report["findings"])), (True, 1))
        self.assertIn("harmless", report["findings"][0])
        self.run_decree("audit", "export", "--", *QUESTIONS[0])  # made anew from the log
        streams.unlink()
        report = self.doctor()
        self.assertEqual((report["sound"], len(report["notes"])), (True, 1))
        self.assertIn(f"note: {report['notes'][0]}", self.run_decree("doctor").stdout)

    def test_a_log_behind_what_was_signed_is_found(self):
        self.append([event("a")])
        self.keygen()
        self.checkpoint("first", "--key", self.key)
        self.run_decree("backup", "b")
        self.append([event("b")])
        newest = self.checkpoint("newest", "--key", self.key)
        # Restored by hand, past the restore that would have refused: the log alone.
        shutil.rmtree(self.store / "log")
        self.run_decree("restore", "b", "older")
        (self.folder / "older" / "log").rename(self.store / "log")
        shutil.rmtree(self.store / "views")
        report = self.doctor(exit_status=4)
        self.assertEqual((report["recordSound"], len(report["findings"])), (False, 1))
        for said in ("2 positions were signed, the log has 1", "restored behind what was signed", "--new-epoch"):
            self.assertIn(said, report["findings"][0])
        # What a restore has been told of is a note until the new epoch begins, and after it.
        self.run_decree("restore", "--checkpoint", newest, "--new-epoch", "b", "new")
        self.assertTrue(self.answer("--store", "new", "doctor")["sound"])
        other = self.folder / "other.key"
        self.run_decree("audit", "keygen", "--origin", "example.org/other", "--key", other)
        self.run_decree("audit", "checkpoint", "--key", other, "--new-epoch")
        report = self.doctor()
        self.assertEqual((report["checkpoints"], len(report["notes"])), (3, 1))
        self.assertIn("a new epoch has begun since", report["notes"][0])


class BundleTest(AuditTest):
    def test_answers_are_verified_without_the_store(self):
        self.begin()
        for words in QUESTIONS:
            with self.subTest(words=words):
                bundle = self.folder / f"{'-'.join(words)[:40].replace('/', '-')}.json"
                self.run_decree("audit", "export", "--out", bundle, "--", *words)
                stated = json.loads(bundle.read_text("utf-8"))
                self.assertEqual(stated["answer"], self.run_decree(*words, "--json").stdout)
                hidden = self.store.rename(self.folder / "hidden")
                verified = self.run_verify("bundle", bundle, "--vkey", self.vkey, "--origin", ORIGIN)
                self.assertTrue(verified.stdout.startswith("verified: "), verified.stdout)
                told = json.loads(self.run_verify("bundle", bundle, "--vkey", self.vkey, "--json").stdout)
                self.assertEqual((told["verified"], told["size"], told["question"]), (True, 124, words))
                self.assertEqual(told["answer"], json.loads(stated["answer"]))
                hidden.rename(self.store)
                self.assertEqual(self.run_decree("audit", "verify-bundle", bundle, "--vkey", self.vkey).stdout,
                                 verified.stdout)

    def test_today_is_written_as_a_date(self):
        self.begin()
        text = self.run_decree("audit", "export", "--", "as-of", "today", "--measure", "us/a", "--known-by", "today")
        words = json.loads(text.stdout)["question"]
        self.assertRegex(words[1], r"^\d{4}-\d\d-\d\d$")
        self.assertEqual(words[1], words[-1])

    def test_what_a_bundle_cannot_ask(self):
        self.begin()
        for words in (["events"], ["append", "x"], ["stats"], ["timeline", "--svg", "x"], ["replay", "t", "--step"],
                      ["screen", "--file", "x"], ["as-of"],
                      ["screen", "--on", "2025-01-01", "--out", "x"], ["as-of", "2025-01-01", "--store", "x"],
                      ["as-of", "2025-01-01", "--csv"], ["as-of", "2025-01-01", "--measure=us/a"],
                      ["as-of", "2025-01-01", "2025-01-02"], ["explain", "us/none", "--on", "2025-01-01"],
                      ["as-of", "2025-01-01", "--measure", "--all"], ["as-of", "2025-13-01"]):
            with self.subTest(words=words):
                self.run_decree("audit", "export", "--", *words, exit_status=2)

    def test_a_bundle_names_no_files_of_the_one_who_checks_it(self):
        self.begin()
        target = self.folder / "written"
        bundle = json.loads(self.run_decree("audit", "export", "--", *QUESTIONS[5]).stdout)
        for words in (["screen", "--on", "2025-05-13", "--file", "/etc/hostname", "--out", str(target)],
                      ["as-of", "2025-11-05", "--store", str(self.store)],
                      ["append", "x"], ["as-of", "today"], ["as-of", "2025-11-05", "--json"], [], ["-h"], [""]):
            with self.subTest(words=words):
                bundle["question"] = words
                forged = self.write("forged.json", json.dumps(bundle))
                self.run_verify("bundle", forged, "--vkey", self.vkey, exit_status=3)
                self.assertFalse(target.exists())

    def test_false_bundles_are_refused(self):
        self.begin()
        text = self.run_decree("audit", "export", "--", *QUESTIONS[0]).stdout
        stated = json.loads(text)

        def refused(**changes):
            forged = self.write("forged.json", json.dumps(stated | changes))
            self.assertTrue(self.run_verify("bundle", forged, "--vkey", self.vkey, exit_status=3).stderr)

        refused(answer=stated["answer"].replace('"no"', '"yes"'))
        refused(question=["as-of", "2025-11-06"] + stated["question"][2:])
        refused(records=stated["records"][1:])
        refused(records=stated["records"][::-1])
        refused(streams=stated["streams"][1:])
        refused(checkpoint=stated["checkpoint"].replace("\n124\n", "\n125\n"))
        refused(extra=1)
        self.run_verify("bundle", self.write("cut.json", text[:-40]), "--vkey", self.vkey, exit_status=3)
        self.run_verify("bundle", self.folder / "none", "--vkey", self.vkey, exit_status=2)
        whole = self.write("whole.json", text)
        self.key.unlink()
        self.run_verify("bundle", whole, "--vkey", self.keygen(), exit_status=3)  # the same origin, another key
        self.run_verify("bundle", whole, "--vkey", self.vkey, "--origin", "example.org/other", exit_status=2)
        self.run_verify("bundle", whole, "--vkey", "nonsense", exit_status=2)
        self.run_verify("bundle", whole, exit_status=2)

    def test_one_event_is_proven(self):
        self.begin()
        name = "us-2025-10-10-additional-100"
        proof = self.write("event.tlog-proof", self.run_decree("audit", "prove", name).stdout)
        told = json.loads(self.run_verify("bundle", proof, "--vkey", self.vkey, "--json").stdout)
        self.assertEqual((told["event"]["id"], told["size"]), (name, 124))
        self.assertEqual(told["position"], self.answer("audit", "prove", name)["position"])
        bent = self.write("bent", proof.read_text("utf-8").replace("index 7", "index 6"))
        self.run_verify("bundle", bent, "--vkey", self.vkey, exit_status=3)
        self.run_decree("audit", "prove", "no-such-event", exit_status=2)
        self.append([event("later")])
        self.assertIn("make another", self.run_decree("audit", "prove", "later", exit_status=2).stderr)

    def test_no_database_is_linked(self):
        linked = subprocess.run(["readelf", "-d", VERIFY], capture_output=True, text=True, timeout=TIMEOUT_S, check=True)
        self.assertIn("NEEDED", linked.stdout)
        self.assertNotIn("rocksdb", linked.stdout)
        whole = subprocess.run(["readelf", "-d", BINARY], capture_output=True, text=True, timeout=TIMEOUT_S, check=True)
        self.assertIn("rocksdb", whole.stdout)


class WitnessTest(AuditTest):
    def witness(self, *args, exit_status=0):
        return self.run_verify("witness", "--state", self.folder / "witness.txt", *args, exit_status=exit_status)

    def test_a_witness_follows_and_refuses_a_rewritten_log(self):
        self.begin()
        self.witness(self.first, exit_status=2)  # whose log?
        nowhere = self.folder / "none" / "witness.txt"
        self.run_verify("witness", "--state", nowhere, "--vkey", self.vkey, self.first, exit_status=2)
        self.assertIn("first", self.witness(self.first, "--vkey", self.vkey).stdout)
        self.assertIn("unchanged", self.witness(self.first).stdout)
        self.append([event("later")])
        grown = self.checkpoint("grown", "--key", self.key, "--since", "124")
        bare = self.checkpoint("bare")
        self.assertIn("--since 124", self.witness(bare, exit_status=3).stderr)
        bundle = self.folder / "answer.json"
        self.run_decree("audit", "export", "--out", bundle, "--", *QUESTIONS[0])
        self.assertIn("a proof is never overwritten",
                      self.run_decree("audit", "export", "--out", bundle, "--", *QUESTIONS[0], exit_status=2).stderr)
        seen = ("bundle", bundle, "--vkey", self.vkey, "--witness", self.folder / "witness.txt")
        self.run_verify(*seen, exit_status=3)  # newer than what the witness saw
        self.assertIn("grown", self.witness(grown).stdout)
        self.run_verify(*seen)
        self.assertEqual(json.loads(self.witness("--json").stdout)["size"], 125)
        self.witness(self.first, exit_status=3)
        # The operator rewrites everything, the record of what was signed too, and has the key.
        shutil.rmtree(self.store)
        self.append([event("a"), event("b")])
        self.run_decree("audit", "checkpoint", "--key", self.key)
        lines = [json.loads(line) for line in TIMELINE.read_text("utf-8").splitlines()]
        self.append([line | {"note": "rewritten"} for line in lines])
        rewritten = self.checkpoint("rewritten", "--key", self.key, "--since", "125")
        self.assertIn("rewritten", self.witness(rewritten, exit_status=3).stderr)
        self.run_decree("audit", "verify")  # the store alone finds nothing wrong with itself
        self.run_decree("audit", "verify", "--checkpoint", bare, "--vkey", self.vkey, exit_status=4)
        self.assertEqual(json.loads(self.witness("--json").stdout)["note"], bare.read_text("utf-8"))

    def test_a_damaged_state_is_no_fresh_start(self):
        self.begin()
        self.witness(self.first, "--vkey", self.vkey)
        state = self.folder / "witness.txt"
        state.write_text(state.read_text("utf-8").replace("\n124\n", "\n100\n"), "utf-8")
        self.witness(self.first, "--vkey", self.vkey, exit_status=4)
        self.key.unlink()
        state.unlink()
        self.witness(self.first, "--vkey", self.keygen(), exit_status=3)
        self.assertFalse(state.exists())


if __name__ == "__main__":
    unittest.main()
