/**
 * Makes ZIP files byte by byte, honest ones and those that no packer would make.
 *
 * Every field of an entry can be set apart in its local header and in the directory; what is not set follows from name and
 * content.
 */
import { crc32, deflateRawSync } from 'node:zlib';

/** Fields of a header, as they are stored. */
export interface HeaderFields {
  readonly name: string | Uint8Array;
  readonly method: number;
  readonly flags: number;
  readonly crc32: number;
  readonly compressedBytes: number;
  readonly expandedBytes: number;
}

export interface CraftedEntry {
  readonly name: string | Uint8Array;
  readonly content?: string | Uint8Array;
  /** 8, deflated, unless set. Any other method than 8 stores the content as it is. */
  readonly method?: number;
  readonly flags?: number;
  /** Unix mode with its type bits, such as 0o100644. */
  readonly mode?: number;
  readonly disk?: number;
  /** In the place of the compressed content. */
  readonly rawContent?: Uint8Array;
  readonly extra?: Uint8Array;
  /** Only in the local header, unless also in `directory`. */
  readonly local?: Partial<HeaderFields>;
  readonly directory?: Partial<HeaderFields & { readonly offset: number }>;
  /** False leaves it out of the directory. */
  readonly listed?: boolean;
}

export interface ArchiveOptions {
  /** The archive's comment, behind the end record. */
  readonly comment?: Uint8Array;
  readonly disk?: number;
  readonly entryCount?: number;
  readonly directoryOffset?: number;
  readonly zip64?: boolean;
}

export const MINIMAL_MANIFEST = {
  manifest_version: '0.3',
  name: 'minimal',
  version: '1.0.0',
  description: 'A bundle for tests.',
  author: { name: 'Tests' },
  server: {
    type: 'node',
    entry_point: 'server/index.js',
    mcp_config: { command: 'node', args: ['${__dirname}/server/index.js'] },
  },
} as const;

/** The two files that every bundle for tests has. */
export function minimalEntries(manifest: object = MINIMAL_MANIFEST): CraftedEntry[] {
  return [
    { name: 'manifest.json', content: JSON.stringify(manifest) },
    { name: 'server/index.js', content: 'console.error("started");\n' },
  ];
}

/** A whole archive: entries in order, directory, end record. */
export function craftArchive(entries: readonly CraftedEntry[], options: ArchiveOptions = {}): Uint8Array {
  const parts: Uint8Array[] = [];
  const records: Uint8Array[] = [];
  let offset = 0;
  for (const entry of entries) {
    const [local, record] = craftEntry(entry, offset);
    parts.push(local);
    if (entry.listed !== false) records.push(record);
    offset += local.length;
  }
  const directory = Buffer.concat(records);
  return Buffer.concat([...parts, directory, craftEnd(records.length, directory.length, offset, options)]);
}

function craftEntry(entry: CraftedEntry, offset: number): [local: Uint8Array, record: Uint8Array] {
  const content = Buffer.from(entry.content ?? '');
  const method = entry.method ?? (content.length === 0 ? 0 : 8);
  const stored = entry.rawContent ?? (method === 8 ? deflateRawSync(content) : content);
  const fields: HeaderFields = {
    name: entry.name,
    method,
    flags: entry.flags ?? 0x800,
    crc32: crc32(content),
    compressedBytes: stored.length,
    expandedBytes: content.length,
  };
  const extra = entry.extra ?? new Uint8Array();
  const local = craftLocalHeader({ ...fields, ...entry.local }, extra.length);
  const record = craftRecord({ ...fields, offset, ...entry.directory }, (entry.mode ?? 0) * 0x10000, entry.disk ?? 0);
  return [Buffer.concat([local, extra, stored]), record];
}

/** Fields from the version needed to the expanded size, which both headers share. */
function craftFields(fields: HeaderFields): Buffer {
  const bytes = Buffer.alloc(22);
  bytes.writeUInt16LE(20, 0);
  bytes.writeUInt16LE(fields.flags, 2);
  bytes.writeUInt16LE(fields.method, 4);
  bytes.writeUInt32LE(fields.crc32, 10);
  bytes.writeUInt32LE(fields.compressedBytes, 14);
  bytes.writeUInt32LE(fields.expandedBytes, 18);
  return bytes;
}

function craftLocalHeader(fields: HeaderFields, extraBytes: number): Buffer {
  const name = Buffer.from(fields.name);
  return Buffer.concat([uint32(0x04034b50), craftFields(fields), uint16(name.length), uint16(extraBytes), name]);
}

function craftRecord(fields: HeaderFields & { readonly offset: number }, attributes: number, disk: number): Buffer {
  const name = Buffer.from(fields.name);
  return Buffer.concat([
    uint32(0x02014b50),
    uint16(0x0314), // Made on Unix, version 2.0.
    craftFields(fields),
    uint16(name.length),
    uint16(0), // Extra field.
    uint16(0), // Comment.
    uint16(disk),
    uint16(0), // Internal attributes.
    uint32(attributes),
    uint32(fields.offset),
    name,
  ]);
}

function craftEnd(count: number, directoryBytes: number, offset: number, options: ArchiveOptions): Buffer {
  const { comment = new Uint8Array(), disk = 0, entryCount = count, directoryOffset = offset, zip64 = false } = options;
  const end = Buffer.concat([
    uint32(0x06054b50),
    uint16(disk),
    uint16(0), // Disk of the directory.
    uint16(zip64 ? 0xffff : entryCount),
    uint16(zip64 ? 0xffff : entryCount),
    uint32(zip64 ? 0xffffffff : directoryBytes),
    uint32(zip64 ? 0xffffffff : directoryOffset),
    uint16(comment.length),
    comment,
  ]);
  if (!zip64) return end;
  const record = [uint32(0x06064b50), uint64(44), uint16(45), uint16(45), uint32(disk), uint32(0)];
  const values = [entryCount, entryCount, directoryBytes, directoryOffset].map(uint64);
  const locator = [uint32(0x07064b50), uint32(0), uint64(offset + directoryBytes), uint32(1)];
  return Buffer.concat([...record, ...values, ...locator, end]);
}

/** An archive with a signature block behind it, in MCPB's layout. */
export function withSignatureTrailer(archive: Uint8Array, cms: Uint8Array): Uint8Array {
  return Buffer.concat([archive, Buffer.from('MCPB_SIG_V1'), uint32(cms.length), cms, Buffer.from('MCPB_SIG_END')]);
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function uint64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}
