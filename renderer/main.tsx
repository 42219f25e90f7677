/**
 * The page's entry point. The first import has to stay first: it keeps zod from compiling code, which the CSP forbids.
 */
import './bridge/zodWithoutCode.ts';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './ui/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { openBridge } from './bridge/openBridge.ts';
import { publishStyleNonce } from './bridge/styleNonce.ts';
import { startMirror } from './state/startMirror.ts';

publishStyleNonce();
const bridge = openBridge(window);
startMirror(bridge);

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root.');
createRoot(root).render(
  <StrictMode>
    <App bridge={bridge} />
  </StrictMode>,
);
