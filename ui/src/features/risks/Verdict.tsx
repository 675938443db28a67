/** How a risk stands to the budget, in a word. */

import type { RiskRow, State } from "../../api";
import { m } from "../../messages";
import { StateChip } from "../../shared";

/** From worst to best; each with its word. */
export function Verdict({ row }: { row: RiskRow }) {
  const words = m.risks;
  const [state, text]: [State, string] = row.problem
    ? ["unknown", words.notCounted]
    : row.breaksAlone
      ? ["over", words.breaksAlone]
      : row.tooBig
        ? ["warn", words.tooBig]
        : row.accepted
          ? ["ok", words.accepted]
          : ["unknown", words.notAccepted];
  return <StateChip state={state}>{text}</StateChip>;
}
