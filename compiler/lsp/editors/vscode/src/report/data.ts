// What `accessvm run --format json` prints, as far as the report shows it (schema `accessvm.run/1`).

export interface Run {
  engine: string;
  footprints: string | null;
  threads: number;
  seconds: { total: number };
  speedup: number;
  waits: number;
  reexecutions: number;
}

export interface Policy {
  policy: string;
  span: number;
  parallelism: number;
  /** By the number of cores. */
  speedup: Record<string, number>;
}

export interface Clause {
  function: string;
  clause: string;
  needed: string | null;
  file: string;
  line: number;
  waits: number;
  /** The span with the clause, over the span with it as narrow as needed. */
  price: number;
}

export interface Report {
  schema: string;
  batch: { transactions: number; committed: number; aborted: number; gas: number };
  runs: Run[];
  parallelism: { work: number; span: number; parallelism: number; policies: Policy[] };
  declarations: Clause[];
}

const SCHEMA = "accessvm.run/1";

/** Reads a report. Throws if this is none, or one of another schema. */
export function parseReport(text: string): Report {
  const report = JSON.parse(text) as Report;
  if (report.schema !== SCHEMA) {
    throw new Error(`the report has the schema ${report.schema}, and this extension reads ${SCHEMA}`);
  }
  return report;
}
