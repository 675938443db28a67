/** A quiet button of the header that opens a menu: what is chosen, and what could be. */

import { Check, ChevronDown } from "lucide-react";
import {
  Button,
  Header,
  Menu,
  MenuItem,
  MenuSection,
  MenuTrigger,
  Popover,
} from "react-aria-components";
import fieldStyles from "./Field.module.css";
import styles from "./MenuButton.module.css";

export interface MenuEntry {
  id: string;
  label: string;
  /** The key that does the same. */
  shortcut?: string;
  isDisabled?: boolean;
}

export interface MenuGroup {
  title?: string;
  items: readonly MenuEntry[];
}

export interface MenuButtonProps {
  /** What is chosen here: `Window`. */
  label: string;
  /** What is chosen now. */
  value: string;
  sections: readonly MenuGroup[];
  /** Id of the entry that is in force, where the menu chooses one. */
  selected?: string;
  onAction: (id: string) => void;
}

export function MenuButton({ label, value, sections, selected, onAction }: MenuButtonProps) {
  return (
    <MenuTrigger>
      <Button className={styles.button ?? ""}>
        <span className={styles.label}>{label}</span> <span className={styles.value}>{value}</span>
        <ChevronDown aria-hidden />
      </Button>
      <Popover className={fieldStyles.popover ?? ""} offset={4}>
        <Menu
          className={fieldStyles.list ?? ""}
          onAction={(key) => onAction(String(key))}
          aria-label={label}
        >
          {sections.map((section) => (
            <MenuSection
              key={section.items[0]?.id}
              className={styles.section ?? ""}
              aria-label={section.title ?? label}
              selectionMode={selected === undefined ? "none" : "single"}
              selectedKeys={selected === undefined ? [] : [selected]}
            >
              {section.title && <Header className={styles.title ?? ""}>{section.title}</Header>}
              {section.items.map((item) => (
                <MenuItem
                  key={item.id}
                  id={item.id}
                  textValue={item.label}
                  isDisabled={item.isDisabled ?? false}
                  className={fieldStyles.option ?? ""}
                >
                  <span className={fieldStyles.words}>{item.label}</span>
                  {item.shortcut && <kbd>{item.shortcut}</kbd>}
                  {selected !== undefined &&
                    (item.id === selected ? (
                      <Check className={fieldStyles.tick} aria-hidden />
                    ) : (
                      <span className={fieldStyles.tick} />
                    ))}
                </MenuItem>
              ))}
            </MenuSection>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
