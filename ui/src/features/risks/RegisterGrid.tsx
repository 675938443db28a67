/** A register too long to be drawn whole: the same figures, one line a risk, read in windows. */

import { useCallback, useState } from "react";
import { type RiskRow, type RisksArgs, rpc } from "../../api";
import { m } from "../../messages";
import { type Column, DataGrid, useMask } from "../../shared";
import styles from "./risks.module.css";
import { ShareBar } from "./ShareBar";
import { Verdict } from "./Verdict";

export interface RegisterGridProps {
  /** Which register. */
  of: RisksArgs;
  onOpen: (id: string) => void;
}

export function RegisterGrid({ of, onOpen }: RegisterGridProps) {
  const mask = useMask();
  const [selected, setSelected] = useState<string | null>(null);
  const fetchWindow = useCallback(
    (offset: number, limit: number) => rpc("risks.rows", { of, offset, limit }),
    [of],
  );
  return (
    <div className={styles.long}>
      <DataGrid<RiskRow>
        label={m.risks.register}
        columns={columns(mask)}
        fetchWindow={fetchWindow}
        windowKey={["risks.rows", of]}
        rowId={(row) => row.id}
        selected={selected}
        onSelect={(row) => setSelected(row.id)}
        onOpen={(row) => onOpen(row.id)}
      />
    </div>
  );
}

function columns(mask: (text: string) => string): Column<RiskRow>[] {
  const { columns: heads } = m.risks;
  const figure = (
    id: "frequency" | "duration" | "users" | "minutes" | "loss",
    width: string,
  ): Column<RiskRow> => ({
    id,
    head: heads[id],
    width,
    align: "end",
    cell: (row) => <span title={row[id].reason || undefined}>{mask(row[id].text)}</span>,
  });
  return [
    {
      id: "risk",
      head: heads.risk,
      width: "minmax(160px, 2fr)",
      cell: (row) => <span title={row.problem || row.name}>{row.name}</span>,
    },
    {
      id: "service",
      head: m.risks.service,
      width: "minmax(96px, 1fr)",
      className: "muted",
      cell: (row) => <span title={row.service}>{row.service}</span>,
    },
    figure("frequency", "84px"),
    figure("duration", "84px"),
    figure("users", "64px"),
    figure("minutes", "116px"),
    figure("loss", "76px"),
    {
      id: "share",
      head: heads.share,
      width: "120px",
      cell: (row) => (
        <span className={styles.longShare} title={row.shareOf || undefined}>
          {row.share}
          {row.shareValue !== null && <ShareBar share={row.shareValue} />}
        </span>
      ),
    },
    { id: "verdict", head: heads.verdict, width: "132px", cell: (row) => <Verdict row={row} /> },
  ];
}
