#!/usr/bin/env python3
"""Reads one file into typed columns with polars or DuckDB, and says what came in.
usage: read.py polars|duckdb|stored KIND FORMAT FILE [DATABASE]
KIND revenue: instant, stream, amount; incidents: id, service, severity, three instants, impact.
`stored` is DuckDB writing the table into a database file. Prints JSON: rows, and the sum of the amounts (revenue)
or of the milliseconds from start to end (incidents)."""
import json, sys
program, kind, fmt, path = sys.argv[1:5]
TIMES = {"revenue": ["ts"], "incidents": ["started_at", "detected_at", "resolved_at"]}[kind]
if program == "polars":
    import polars as pl
    ISO = "%Y-%m-%dT%H:%M:%S%.3fZ"
    if fmt == "parquet": df = pl.read_parquet(path)
    elif fmt == "xlsx": df = pl.read_excel(path)
    elif fmt == "json": df = pl.read_json(path)
    elif fmt == "ndjson": df = pl.read_ndjson(path)
    else: df = pl.read_csv(path, separator="\t" if fmt.startswith("tsv") else ",")
    text = [name for name in TIMES if df.schema[name] == pl.String]
    df = df.with_columns(pl.col(text).str.to_datetime(ISO, time_unit="ms")) if text else df
    rows = df.height
    total = df["amount"].sum() if kind == "revenue" else (df["resolved_at"] - df["started_at"]).dt.total_milliseconds().sum()
else:
    import duckdb
    db = duckdb.connect(sys.argv[5] if program == "stored" else ":memory:")
    db.sql("set preserve_insertion_order=false")
    source = {"parquet": "read_parquet('{}')", "json": "read_json('{}')", "ndjson": "read_json('{}', format='newline_delimited')"}
    columns = {"revenue": "ts::timestamp ts, stream, amount",
               "incidents": "incident_id, service, severity, started_at::timestamp started_at, detected_at::timestamp detected_at, resolved_at::timestamp resolved_at, impact"}[kind]
    db.sql(f"create table t as select {columns} from {source.get(fmt, chr(39).join(['read_csv(', '{}', ')'])).format(path)}")
    what = "sum(amount)" if kind == "revenue" else "sum(epoch_ms(resolved_at) - epoch_ms(started_at))"
    rows, total = db.sql(f"select count(*), {what} from t").fetchall()[0]
    db.close()
print(json.dumps({"rows": rows, "sum": float(total)}))
