/** What is there, kind by kind, and how good it is. */

import type { SourceRow } from "../../api";
import { m } from "../../messages";
import { Section, StateChip } from "../../shared";
import { ExportRecords } from "./ExportRecords";

export function Sources({ sources }: { sources: readonly SourceRow[] }) {
  const { columns } = m.data;
  return (
    <Section title={m.data.sources} aside={<ExportRecords />}>
      <table>
        <thead>
          <tr>
            <th scope="col">{columns.kind}</th>
            <th scope="col">{columns.what}</th>
            <th scope="col">{columns.covers}</th>
            <th scope="col">{columns.quality}</th>
          </tr>
        </thead>
        <tbody>
          {sources.map((source) => (
            <tr key={source.kind}>
              <th scope="row">{source.kind}</th>
              <td>{source.what || <span className="quiet">{m.data.notThere}</span>}</td>
              <td className="muted">{source.covers}</td>
              <td>
                <StateChip state={source.state}>{source.quality || m.data.complete}</StateChip>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}
