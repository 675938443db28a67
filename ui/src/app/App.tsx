/** The window: what every screen can count on, and the screens. */

import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { useState } from "react";
import { I18nProvider } from "react-aria-components";
import { createQueryClient } from "../api";
import { AmountsProvider, ToastProvider } from "../shared";
import { createAppRouter } from "./router";

export function App() {
  const [client] = useState(createQueryClient);
  const [router] = useState(createAppRouter);
  return (
    <I18nProvider locale="en-GB">
      <QueryClientProvider client={client}>
        <AmountsProvider>
          <ToastProvider>
            <RouterProvider router={router} />
          </ToastProvider>
        </AmountsProvider>
      </QueryClientProvider>
    </I18nProvider>
  );
}
