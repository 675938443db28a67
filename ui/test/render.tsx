/** Renders a part, or the whole window, with what it counts on. */

import { QueryClientProvider } from "@tanstack/react-query";
import { createMemoryHistory, RouterProvider } from "@tanstack/react-router";
import { render } from "@testing-library/react";
import axe from "axe-core";
import type { ReactNode } from "react";
import { expect } from "vitest";
import { createQueryClient } from "../src/api";
import { createAppRouter } from "../src/app/router";
import { AmountsProvider, ExplainProvider, ToastProvider } from "../src/shared";

function Around({ children }: { children: ReactNode }) {
  return (
    <QueryClientProvider client={createQueryClient()}>
      <AmountsProvider>
        <ToastProvider>{children}</ToastProvider>
      </AmountsProvider>
    </QueryClientProvider>
  );
}

/** A part outside of any screen. */
export function renderPart(part: ReactNode) {
  return render(
    <Around>
      <ExplainProvider window="">{part}</ExplainProvider>
    </Around>,
  );
}

/** The window at an address. */
export function renderWindow(address: string) {
  const router = createAppRouter(createMemoryHistory({ initialEntries: [address] }));
  return {
    router,
    ...render(
      <Around>
        <RouterProvider router={router} />
      </Around>,
    ),
  };
}

/** Fails with what axe finds. Colours are judged in a real browser: nothing is painted here. */
export async function expectAccessible(element: Element) {
  const { violations } = await axe.run(element, {
    rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
  });
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`),
  ).toEqual([]);
}
