/** A small action that stands in a line of text or at a section's heading. */

import type { ReactNode } from "react";
import { Button, type ButtonProps } from "react-aria-components";
import { classes } from "./classes";
import styles from "./Section.module.css";

export interface LinkButtonProps
  extends Pick<ButtonProps, "onPress" | "isDisabled" | "aria-label" | "aria-pressed" | "id"> {
  className?: string | undefined;
  children: ReactNode;
}

export function LinkButton({ children, className, ...props }: LinkButtonProps) {
  return (
    <Button {...props} className={classes(styles.link, className)}>
      {children}
    </Button>
  );
}
