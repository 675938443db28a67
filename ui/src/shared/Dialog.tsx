/** What floats over the screen: a dialog in the middle, a drawer at the right. */

import type { ReactNode } from "react";
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { m } from "../messages";
import { CrossButton } from "./CrossButton";
import { classes } from "./classes";
import styles from "./Dialog.module.css";

export interface DialogProps {
  title: string;
  isOpen: boolean;
  onClose: () => void;
  children: ReactNode;
  /** Buttons, at the foot; stay in view while the rest scrolls. */
  footer?: ReactNode;
  /** `wide` for a form of two columns. */
  width?: "narrow" | "wide";
  /** Only its buttons close it, not Esc or a click beside it: something was typed. */
  keepOpen?: boolean;
  /** It is there to be read: the body takes the focus, so that the keyboard can scroll it. */
  isText?: boolean;
}

/** A question or a short form, in the middle of the window. */
export function Dialog(props: DialogProps) {
  return <Floating {...props} place={styles.middle} />;
}

/** Something beside the screen: an explanation, the history, a form. */
export function Drawer(props: DialogProps) {
  return <Floating {...props} place={styles.side} />;
}

function Floating({
  title,
  isOpen,
  onClose,
  children,
  footer,
  width = "narrow",
  keepOpen = false,
  isText = false,
  place,
}: DialogProps & { place: string | undefined }) {
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
      isDismissable={!keepOpen}
      isKeyboardDismissDisabled={keepOpen}
      className={classes(styles.overlay, place)}
    >
      <Modal className={classes(styles.modal, place, styles[width])}>
        <AriaDialog className={styles.dialog ?? ""}>
          <header className={styles.head}>
            <Heading slot="title" className={styles.title ?? ""}>
              {title}
            </Heading>
            <CrossButton aria-label={m.common.close} onPress={onClose} />
          </header>
          <div className={styles.body} tabIndex={isText ? 0 : undefined}>
            {children}
          </div>
          {footer && <footer className={styles.foot}>{footer}</footer>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
