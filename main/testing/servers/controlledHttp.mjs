// A server over HTTP on 127.0.0.1 with levers for its test beside it; it prints its port as one JSON line.
import { createServer } from 'node:http';
import process from 'node:process';
import { heard, openGate } from './taskTools.mjs';

/** @param levers By path, what is done; what they answer is sent as JSON. */
export function serveHttp(answer, levers) {
  const seen = [];
  const sockets = new Set();
  let isAway = false;
  const common = {
    '/seen': () => seen,
    '/heard': () => heard,
    '/release': (gate) => openGate(gate),
    '/away': (_, own) => {
      isAway = true;
      for (const socket of sockets) if (socket !== own) socket.destroy();
    },
    '/back': () => void (isAway = false),
  };
  const all = { ...common, ...levers };
  const http = createServer(async (request, response) => {
    const { pathname, search } = new URL(request.url, 'http://127.0.0.1');
    const lever = all[pathname];
    if (lever !== undefined) {
      const answered = await lever(decodeURIComponent(search.slice(1)), request.socket);
      return response.writeHead(200, { connection: 'close' }).end(JSON.stringify(answered ?? null));
    }
    if (isAway) return request.socket.destroy();
    seen.push({ method: request.method, pathname, headers: request.headers });
    if (pathname !== '/mcp') return response.writeHead(404).end();
    return answer(request, response);
  });
  http.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  http.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () =>
    process.stdout.write(`${JSON.stringify({ port: http.address().port })}\n`),
  );
}
