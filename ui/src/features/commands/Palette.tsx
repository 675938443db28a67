/** Finds an incident or runs a command, by typing. */

import { Search } from "lucide-react";
import { useEffect, useState } from "react";
import {
  Autocomplete,
  Dialog,
  Header,
  Input,
  Menu,
  MenuItem,
  MenuSection,
  Modal,
  ModalOverlay,
  SearchField,
} from "react-aria-components";
import { useRpc } from "../../api";
import { m } from "../../messages";
import { classes } from "../../shared";
import { useGo } from "../address";
import { type Action, shownKeys } from "./action";
import styles from "./Palette.module.css";

/** Incidents shown beside the commands. */
const FOUND = 6;
/** Typing pauses this long before incidents are looked up. */
const PAUSE_MS = 120;

export interface PaletteProps {
  actions: readonly Action[];
  onClose: () => void;
}

export function Palette({ actions, onClose }: PaletteProps) {
  const go = useGo();
  const [typed, setTyped] = useState("");
  const settled = useSettled(typed.trim(), PAUSE_MS);
  const { data } = useRpc(
    "incidents.page",
    { filter: settled, sort: null, offset: 0, limit: FOUND },
    { enabled: settled !== "" },
  );
  const found = settled === "" ? [] : (data?.rows ?? []);
  const wanted = typed.toLocaleLowerCase().split(/\s+/);
  const shown = actions.filter(({ label, words = "", isHidden, isDisabled }) => {
    const said = `${label} ${words}`.toLocaleLowerCase();
    return !isHidden && !isDisabled && wanted.every((word) => said.includes(word));
  });
  useEscape(onClose);

  const run = (id: string) => {
    onClose();
    const action = shown.find((one) => one.id === id);
    if (action) action.run();
    else go("/incidents", { incident: id });
  };

  return (
    <ModalOverlay
      isOpen
      isDismissable
      onOpenChange={(open) => !open && onClose()}
      className={styles.overlay ?? ""}
    >
      <Modal className={styles.modal ?? ""}>
        <Dialog className={styles.dialog ?? ""} aria-label={m.commands.title}>
          <Autocomplete inputValue={typed} onInputChange={setTyped}>
            <SearchField aria-label={m.commands.title} autoFocus className={styles.search ?? ""}>
              <Search aria-hidden />
              <Input placeholder={m.commands.placeholder} />
            </SearchField>
            {/* The focus stays in the field; the list can still be scrolled by the keyboard. */}
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: see above */}
            <section className={styles.list} tabIndex={0} aria-label={m.commands.results}>
              <Menu
                className={styles.menu ?? ""}
                onAction={(key) => run(String(key))}
                renderEmptyState={() => <div className={styles.none}>{m.commands.none}</div>}
              >
                {found.length > 0 && (
                  <MenuSection className={styles.section ?? ""}>
                    <Header>{m.commands.incidents}</Header>
                    {found.map((row) => (
                      <MenuItem
                        key={row.id}
                        id={row.id}
                        textValue={`${row.label} ${row.title}`}
                        className={styles.item ?? ""}
                      >
                        <span className={styles.words}>
                          <span className={classes(styles.code, "ident")}>{row.label}</span>
                          {row.title}
                        </span>
                        <span className={styles.aside}>{row.started}</span>
                      </MenuItem>
                    ))}
                  </MenuSection>
                )}
                {shown.length > 0 && (
                  <MenuSection className={styles.section ?? ""}>
                    <Header>{m.commands.run}</Header>
                    {shown.map((action) => (
                      <MenuItem
                        key={action.id}
                        id={action.id}
                        textValue={action.label}
                        className={styles.item ?? ""}
                      >
                        <span className={styles.words}>{action.label}</span>
                        {action.keys && <kbd>{shownKeys(action.keys)}</kbd>}
                      </MenuItem>
                    ))}
                  </MenuSection>
                )}
              </Menu>
            </section>
          </Autocomplete>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

/** Closes at once: the field would take a first Escape to empty itself. */
function useEscape(onEscape: () => void): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.isComposing) return;
      event.preventDefault();
      event.stopPropagation();
      onEscape();
    };
    window.addEventListener("keydown", onKeyDown, { capture: true });
    return () => window.removeEventListener("keydown", onKeyDown, { capture: true });
  }, [onEscape]);
}

/** A value once it has not changed for a while. */
function useSettled(value: string, pause: number): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), pause);
    return () => clearTimeout(timer);
  }, [value, pause]);
  return settled;
}
