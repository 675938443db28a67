/** The small cross: takes a line of a list away, closes a drawer, dismisses a note. */

import { X } from "lucide-react";
import { Button as AriaButton, type ButtonProps as AriaProps } from "react-aria-components";
import styles from "./Button.module.css";
import { classes } from "./classes";

export interface CrossButtonProps extends Pick<AriaProps, "onPress" | "isDisabled" | "id"> {
  /** What it does; it has no words of its own. */
  "aria-label": string;
  /** Inside a chip it is smaller. */
  size?: "line" | "chip";
  className?: string | undefined;
}

export function CrossButton({ size = "line", className, ...props }: CrossButtonProps) {
  return (
    <AriaButton
      {...props}
      className={classes(styles.cross, size === "chip" && styles.chip, className)}
    >
      <X aria-hidden />
    </AriaButton>
  );
}
