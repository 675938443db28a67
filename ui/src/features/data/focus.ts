/** Brings the focus to a control by its place's id; it may only just be about to be drawn. */
export function focusTarget(id: string): void {
  requestAnimationFrame(() => {
    const place = document.getElementById(id);
    const control =
      place?.querySelector<HTMLElement>('[aria-invalid="true"]') ??
      place?.querySelector<HTMLElement>(
        "button:not([disabled]), input:not([disabled]), textarea:not([disabled])",
      ) ??
      place;
    control?.focus();
    control?.scrollIntoView?.({ block: "center" });
  });
}

/** Brings the focus to the heading of a place, where a screen begins. */
export function focusHeading(place: ParentNode | null): void {
  const heading = place?.querySelector("h1");
  heading?.setAttribute("tabindex", "-1");
  heading?.focus();
  heading?.scrollIntoView?.({ block: "nearest" });
}
