/** The name of what is on the screen stays in sight when the focus goes to its first field. */
export function toTop(inside: HTMLElement | null): void {
  const page = inside?.closest<HTMLElement>("[data-page]");
  if (page) page.scrollTop = 0;
}
