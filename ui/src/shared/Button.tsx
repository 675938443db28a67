/** A button. At most one on a screen is filled: the action the screen exists for. */

import type { ReactNode } from "react";
import { Button as AriaButton, type ButtonProps as AriaProps } from "react-aria-components";
import styles from "./Button.module.css";
import { classes } from "./classes";

export interface ButtonProps
  extends Pick<
    AriaProps,
    | "onPress"
    | "isDisabled"
    | "type"
    | "autoFocus"
    | "aria-label"
    | "aria-describedby"
    | "slot"
    | "id"
  > {
  variant?: "filled" | "outline" | "quiet";
  /** The key that does the same, shown beside the words. */
  shortcut?: string;
  /** Wait for it: keeps the button in place, takes no second press. */
  isPending?: boolean;
  className?: string | undefined;
  children: ReactNode;
}

export function Button({
  variant = "outline",
  shortcut,
  isPending = false,
  onPress,
  type,
  className,
  children,
  ...props
}: ButtonProps) {
  return (
    // The library's own pending state reads out a progress bar that has to stand in the button.
    <AriaButton
      {...props}
      type={isPending ? "button" : type}
      onPress={isPending ? undefined : onPress}
      data-pending={isPending || undefined}
      className={classes(styles.button, styles[variant], className)}
    >
      {children}
      {shortcut && (
        <span aria-hidden="true">
          <kbd>{shortcut}</kbd>
        </span>
      )}
    </AriaButton>
  );
}
