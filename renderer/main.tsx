import './styles.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { TipLayer } from './parts/tip-layer.tsx';
import { Root } from './shell/root.tsx';
import { createPreferences } from './state/preferences.ts';
import { trustOwnWorker } from './state/trusted-types.ts';

trustOwnWorker(window);

const client = new QueryClient({
  defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY, retry: false, refetchOnWindowFocus: false } },
});

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <Root preferences={createPreferences(localStorage)} />
      <TipLayer />
    </QueryClientProvider>
  </StrictMode>,
);
