import './styles.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { Tooltip } from 'radix-ui';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Root } from './screens/root.tsx';
import { createPreferences } from './state/preferences.ts';
import { trustOwnWorker } from './state/trusted-types.ts';

trustOwnWorker(window);

const client = new QueryClient({
  defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY, retry: false, refetchOnWindowFocus: false } },
});

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <Tooltip.Provider delayDuration={500}>
        <Root preferences={createPreferences(localStorage)} />
      </Tooltip.Provider>
    </QueryClientProvider>
  </StrictMode>,
);
