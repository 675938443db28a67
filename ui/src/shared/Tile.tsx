/** The headline figures of a screen, side by side. */

import type { Tile as TileData } from "../api";
import { maskAmounts, saysMoney, useAmounts } from "./amounts";
import { BasisMark } from "./BasisMark";
import styles from "./Figure.module.css";
import { FigureText } from "./FigureText";
import { RangeRule } from "./RangeRule";

export function TileStrip({ tiles, label }: { tiles: readonly TileData[]; label: string }) {
  // Captions stand on one line, with or without a rule above them.
  const ruled = tiles.some(({ rule }) => rule !== null);
  return (
    <section className={styles.tiles} aria-label={label}>
      {tiles.map((tile) => (
        <Tile key={tile.label} tile={tile} ruled={ruled} />
      ))}
    </section>
  );
}

function Tile({ tile, ruled }: { tile: TileData; ruled: boolean }) {
  const { hidden } = useAmounts();
  const caption = (tile.figure.value === null && tile.figure.reason) || tile.caption;
  return (
    <div className={styles.tile}>
      <div className={styles.tileLabel}>
        {tile.label}
        <BasisMark basis={tile.figure.basis} />
      </div>
      <div className={styles.tileFigure}>
        <FigureText
          figure={{ ...tile.figure, reason: "" }}
          label={tile.label}
          size="headline"
          over={tile.over}
        />
      </div>
      {ruled && (
        <div className={styles.tileRule}>{tile.rule && <RangeRule rule={tile.rule} />}</div>
      )}
      <div className={styles.caption}>
        {hidden ? maskAmounts(caption, saysMoney(tile.figure.text)) : caption}
      </div>
    </div>
  );
}
