import "@testing-library/jest-dom/vitest";
import { cleanup, configure } from "@testing-library/react";
import { afterEach, beforeAll } from "vitest";

// jsdom lays nothing out: elements get a size, so that a grid shows as many rows as a real one.
const SIZE = { width: 640, height: 640 };

// Tests run beside builds: what a person sees at once may take a second there.
configure({ asyncUtilTimeout: 5000 });

beforeAll(() => {
  for (const [name, value] of [
    ["clientWidth", SIZE.width],
    ["clientHeight", SIZE.height],
    ["offsetWidth", SIZE.width],
    ["offsetHeight", SIZE.height],
  ] as const) {
    Object.defineProperty(HTMLElement.prototype, name, { configurable: true, value });
  }
  Element.prototype.scrollTo = function scrollTo(this: Element, to?: ScrollToOptions | number) {
    if (typeof to === "object" && to.top !== undefined) {
      this.scrollTop = to.top;
      this.dispatchEvent(new Event("scroll"));
    }
  };
  Element.prototype.scrollIntoView = () => {};
  window.scrollTo = () => {};
});

afterEach(() => {
  cleanup();
  localStorage.clear();
});
