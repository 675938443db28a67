"""The set `import` of bench/run: what it costs to import one file, format by format.

Ninefold reads a file with `import --dry-run` (every row parsed, checked and planned against an
empty workspace, nothing written), and imports it with `import` (the same, and stored durably: one
transaction, synced). polars and DuckDB read the same file into the same typed columns in memory
(peers/read.py); DuckDB also into a database file, for what storing costs. Counts and sums are
compared first. XLSX is the smaller file of a spreadsheet, and has no DuckDB: its reader is an
extension that it downloads.
"""
import datetime, gzip, json, os, shutil, statistics, subprocess, sys, zipfile
from pathlib import Path

ROWS, SHEET_ROWS, INCIDENTS = 1_000_000, 100_000, 100_000
DATA = ["--rows", str(ROWS), "--incidents", str(INCIDENTS)]
# kind, format
FILES = [("revenue", "csv"), ("revenue", "tsv.gz"), ("revenue", "ndjson"), ("revenue", "json"), ("revenue", "parquet"),
         ("revenue", "xlsx"), ("incidents", "csv"), ("incidents", "ndjson"), ("incidents", "parquet")]
PROGRAMS = ["ninefold", "polars", "duckdb", "ninefold stored", "duckdb stored"]
# The day that spreadsheets count from.
SERIAL = datetime.datetime(1899, 12, 30)
# Seconds for a year of the Online Retail data in one import.
YEAR = 3.0


def sheet(path, frame):
    """A workbook as spreadsheets write it: shared strings, days as numbers with a date format."""
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    strings, index = ["ts", "stream", "amount"], {}
    rows = ['<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c></row>']
    for n, (ts, stream, amount) in enumerate(frame.iter_rows(), 2):
        if stream not in index:
            index[stream] = len(strings)
            strings.append(stream)
        day = (ts - SERIAL).total_seconds() / 86_400
        rows.append(f'<row r="{n}"><c r="A{n}" s="1"><v>{day:.10f}</v></c><c r="B{n}" t="s"><v>{index[stream]}</v></c>'
                    f'<c r="C{n}"><v>{amount}</v></c></row>')
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{rel}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {main} xmlns:r="{rel}"><sheets><sheet name="Sales" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{rel}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="{rel}/styles" Target="styles.xml"/><Relationship Id="rId3" Type="{rel}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet {main}><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd hh:mm:ss.000"/></numFmts><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="164" applyNumberFormat="1"/></cellXfs></styleSheet>',
        "xl/sharedStrings.xml": f'<sst {main} count="{len(strings)}" uniqueCount="{len(strings)}">' + "".join(f"<si><t>{text}</t></si>" for text in strings) + "</sst>",
        "xl/worksheets/sheet1.xml": f'<worksheet {main}><dimension ref="A1:C{len(rows)}"/><sheetData>' + "".join(rows) + "</sheetData></worksheet>",
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), head + text, zipfile.ZIP_DEFLATED)


def make(folder):
    """The other formats beside what gen.py made. Runs under the benchmark's own Python."""
    import polars as pl
    done = folder / "formats.txt"
    if done.exists():
        return
    times = {"revenue": ["ts"], "incidents": ["started_at", "detected_at", "resolved_at"]}
    for kind, columns in times.items():
        text = pl.read_csv(folder / f"{kind}.csv")
        text.write_ndjson(folder / f"{kind}.ndjson")
        text.write_json(folder / f"{kind}.json")
        with gzip.GzipFile(folder / f"{kind}.tsv.gz", "wb", compresslevel=6, mtime=0) as out:
            text.write_csv(out, separator="\t", float_precision=2 if kind == "revenue" else 3)
    sheet(folder / "revenue.xlsx", pl.read_parquet(folder / "revenue.parquet").head(SHEET_ROWS).select("ts", "stream", "amount"))
    done.write_text("made\n")


class Importing:
    def __init__(self, run, binary, repeats):
        self.run, self.binary, self.repeats = run, binary, repeats
        self.out = run.WORK / "out" / "import"
        shutil.rmtree(self.out, ignore_errors=True)
        self.out.mkdir(parents=True)

    def workspace(self, currency="EUR"):
        path = self.out / "bench.ninefold"
        for ending in ("", "-wal", "-shm"):
            Path(f"{path}{ending}").unlink(missing_ok=True)
        subprocess.run([self.binary, "new", "-w", path, "--currency", currency], check=True, stdout=subprocess.DEVNULL)
        return path

    def command(self, program, kind, fmt, path):
        if program.startswith("ninefold"):
            words = [self.binary, "import", "-w", self.workspace(), "--kind", kind, "--json", path]
            words += ["--set", "currency=EUR"] if kind == "revenue" else []
            return words + ([] if program.endswith("stored") else ["--dry-run"])
        database = self.out / "bench.duckdb"
        for ending in ("", ".wal"):
            Path(f"{database}{ending}").unlink(missing_ok=True)
        word = "stored" if program.endswith("stored") else program
        return [self.run.PYTHON, self.run.PEERS / "read.py", word, kind, fmt, path, *([database] if word == "stored" else [])]

    def said(self, program, kind):
        """(rows, sum) that the last program printed; no sum where it says none."""
        text = (self.run.WORK / "last.log").read_text()
        found = json.loads(text[text.index("{"):])
        if not program.startswith("ninefold"):
            return found["rows"], found["sum"]
        if found["rejected"]:
            sys.exit(f"{program} set {found['rejected']} rows aside")
        total = found["money"][0].lstrip("€").replace(",", "") if kind == "revenue" else None
        return found["accepted"], float(total) if total else None

    def rounds(self, kind, fmt, path):
        programs = [p for p in PROGRAMS if not (fmt == "xlsx" and p.startswith("duckdb"))]
        runs, answers = {program: [] for program in programs}, {}
        for turn in range(self.repeats + 1):
            for program in programs:
                got = self.run.measure(self.command(program, kind, fmt, path))
                answers[program] = self.said(program, kind)
                if turn:
                    runs[program].append(got)
                self.run.say(f"import {kind} {fmt} round {turn}/{self.repeats} {program}: {got[0]:.2f} s wall, {got[1]:.2f} s CPU, {got[2]:.0f} MiB")
            rows, total = answers["polars"]
            for program, (count, amount) in answers.items():
                if count != rows or (amount is not None and abs(amount - total) > 1e-9 * abs(total) + 0.005):
                    sys.exit(f"import {kind} {fmt}: {program} has {count} rows, {amount}; polars {rows} rows, {total}")
        return rows, {program: tuple(statistics.median(run[k] for run in runs[program]) for k in range(3)) for program in programs}

    def year(self):
        """Seconds on the wall, warm, that a year of retail takes to come in and be stored; where the data is there."""
        place = os.environ.get("NINEFOLD_TEST_DATA")
        if not place:
            return None
        path = Path(place) / "revenue" / "online-retail.csv.gz"
        walls = []
        for turn in range(self.repeats + 1):
            words = [self.binary, "import", "-w", self.workspace("GBP"), "--kind", "revenue", "--json", path, "--map", "at=InvoiceDate",
                     "--map", "amount=Quantity*UnitPrice", "--set", "currency=GBP", "--set", "stream=shop", "--zone", "Europe/London",
                     "--preset", "none"]
            got = self.run.measure(words)
            if turn:
                walls.append(got)
            self.run.say(f"import year round {turn}/{self.repeats}: {got[0]:.2f} s wall, {got[1]:.2f} s CPU, {got[2]:.0f} MiB")
        found = json.loads((self.run.WORK / "last.log").read_text())
        return found["accepted"], tuple(statistics.median(run[k] for run in walls) for k in range(3))

    def tables(self, folder):
        lines = ["\n| import | rows | program | rows a second | wall s | CPU s | peak MiB | CPU of ours against it | memory of ours against it |",
                 "|---|--:|---|--:|--:|--:|--:|--:|--:|"]
        for kind, fmt in FILES:
            rows, medians = self.rounds(kind, fmt, folder / f"{kind}.{fmt}")
            for program, (wall, cpu, memory) in medians.items():
                ours = medians["ninefold stored" if program.endswith("stored") else "ninefold"]
                against = ["", ""] if program.startswith("ninefold") else [f"{ours[1] / cpu:.2f}", f"{ours[2] / memory:.2f}"]
                lines.append(f"| {kind}, {fmt} | {rows:,} | {program} | {rows / wall:,.0f} | {wall:.2f} | {cpu:.2f} | {memory:.0f} "
                             f"| {' | '.join(against)} |")
            storing = medians["ninefold stored"][0] - medians["ninefold"][0]
            lines.append(f"| {kind}, {fmt} | {rows:,} | of which storing | | {storing:.2f} | {medians['ninefold stored'][1] - medians['ninefold'][1]:.2f} | | | |")
        year = self.year()
        if year:
            rows, (wall, cpu, memory) = year
            verdict = "reached" if wall <= YEAR else "missed"
            lines.append(f"\nA year of Online Retail ({rows:,} rows accepted) in one import, stored: {wall:.2f} s wall, {cpu:.2f} s CPU, "
                         f"{memory:.0f} MiB; at most {YEAR:.0f} s: {verdict}.")
        return lines


if __name__ == "__main__":
    make(Path(sys.argv[1]))
