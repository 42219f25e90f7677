// Preloaded into servers that would listen on every interface: they listen on 127.0.0.1, on any free port, and say which
// as one JSON line.
import { Server } from 'node:net';
import process from 'node:process';

const listen = Server.prototype.listen;
Server.prototype.listen = function listenLocally(...args) {
  const callback = args.findLast((argument) => typeof argument === 'function');
  this.once('listening', () => process.stdout.write(`${JSON.stringify({ port: this.address().port })}\n`));
  return listen.call(this, { host: '127.0.0.1', port: 0 }, callback);
};
