/**
 * Words for errors in bundles: what the archive, the manifest or the signature says.
 */
import type { WordsFor } from './words.ts';

const ASK_THE_AUTHOR =
  'Don’t use this file. Tell whoever made the bundle what you see here, and ask for a corrected one.';
const GET_IT_AGAIN = 'Download or copy the file again. If it fails again, ask whoever made it for a new one.';

export const BUNDLE_WORDS: WordsFor<'BUNDLE'> = {
  BUNDLE_NOT_FOUND: {
    title: 'The file is not there',
    text: 'The bundle was moved, renamed or removed before Gatehouse could open it.',
    hint: 'Choose the file again.',
  },
  BUNDLE_UNREADABLE: {
    title: 'The file can’t be read',
    text: 'The operating system did not let Gatehouse read this file.',
    hint: 'Check that you may read the file and that its disk is still connected.',
  },
  BUNDLE_TOO_LARGE: {
    title: 'The file is too large',
    text: 'Bundles may be up to 512 MiB. This one is larger, so it was not read.',
    hint: ASK_THE_AUTHOR,
  },
  BUNDLE_NOT_AN_ARCHIVE: {
    title: 'This is not a bundle',
    text: 'A bundle is a ZIP archive. This file is something else, is empty, or was cut off.',
    hint: 'Check that you chose the right file. ' + GET_IT_AGAIN,
  },
  BUNDLE_SEVERAL_DISKS: {
    title: 'The archive is only one part of several',
    text: 'The file says that it continues in other files. A bundle has to be whole.',
    hint: ASK_THE_AUTHOR,
  },
  BUNDLE_TOO_MANY_ENTRIES: {
    title: 'Too many files in the bundle',
    text: 'Bundles may hold up to 100,000 files and folders. This one holds more.',
    hint: ASK_THE_AUTHOR,
  },
  BUNDLE_EXPANDS_TOO_LARGE: {
    title: 'The bundle would grow too large',
    text: 'Unpacked, a bundle may take up to 2 GiB. This one would take more and could fill your disk.',
    hint: ASK_THE_AUTHOR,
  },
  BUNDLE_RATIO_TOO_HIGH: {
    title: 'A file in the bundle is suspiciously compressed',
    text: 'A small piece of the archive would unpack to more than 200 times its size. That is how an archive is built to fill a disk.',
    hint: ASK_THE_AUTHOR,
  },
  BUNDLE_ENTRY_ESCAPES: {
    title: 'The bundle tries to write outside its own folder',
    text: 'A file name in it leads out of the folder that bundles are unpacked into. Nothing was unpacked.',
    hint: ASK_THE_AUTHOR,
  },
  BUNDLE_ENTRY_ABSOLUTE: {
    title: 'The bundle names a fixed place on your computer',
    text: 'A file name in it is an absolute path, which could overwrite files that are not part of the bundle. Nothing was unpacked.',
    hint: ASK_THE_AUTHOR,
  },
  BUNDLE_ENTRY_BACKSLASH: {
    title: 'A file name in the bundle has a backslash',
    text: 'A backslash means a folder on Windows and part of a name elsewhere, so the same bundle would unpack differently. Nothing was unpacked.',
    hint: ASK_THE_AUTHOR,
  },
  BUNDLE_ENTRY_CONTROL_CHARACTER: {
    title: 'A file name in the bundle has control characters',
    text: 'Such characters can’t be seen and can make a name look like another one. Nothing was unpacked.',
    hint: ASK_THE_AUTHOR,
  },
  BUNDLE_ENTRY_NAME_INVALID: {
    title: 'A file name in the bundle is not valid',
    text: 'The name is empty, is not proper text, or uses characters that some systems don’t allow. Nothing was unpacked.',
    hint: ASK_THE_AUTHOR,
  },
  BUNDLE_ENTRY_NAME_RESERVED: {
    title: 'A file name in the bundle is reserved by Windows',
    text: 'Names such as CON or NUL mean devices on Windows. Nothing was unpacked.',
    hint: ASK_THE_AUTHOR,
  },
  BUNDLE_ENTRY_NAME_TOO_LONG: {
    title: 'A file name in the bundle is too long',
    text: 'The name or the path is longer than file systems can hold. Nothing was unpacked.',
    hint: ASK_THE_AUTHOR,
  },
  BUNDLE_ENTRY_DUPLICATE: {
    title: 'The bundle holds the same file twice',
    text: 'Which of the two would run depends on the program that unpacks it, so what you review might not be what runs.',
    hint: ASK_THE_AUTHOR,
  },
  BUNDLE_ENTRY_CASE_COLLISION: {
    title: 'Two file names in the bundle differ only in upper and lower case',
    text: 'On many systems one of them would overwrite the other.',
    hint: ASK_THE_AUTHOR,
  },
  BUNDLE_ENTRY_FILE_AND_FOLDER: {
    title: 'A name in the bundle is both a file and a folder',
    text: 'It can’t be both, and what is unpacked would depend on the order.',
    hint: ASK_THE_AUTHOR,
  },
  BUNDLE_ENTRY_IS_LINK: {
    title: 'The bundle contains a link',
    text: 'A link can lead to files that are not part of the bundle. Gatehouse unpacks plain files and folders only.',
    hint: ASK_THE_AUTHOR,
  },
  BUNDLE_ENTRY_IS_DEVICE: {
    title: 'The bundle contains a device file',
    text: 'Gatehouse unpacks plain files and folders only.',
    hint: ASK_THE_AUTHOR,
  },
  BUNDLE_ENTRY_ENCRYPTED: {
    title: 'A file in the bundle is encrypted',
    text: 'Gatehouse can’t look into it, so nobody could review what it holds.',
    hint: ASK_THE_AUTHOR,
  },
  BUNDLE_ENTRY_METHOD_UNKNOWN: {
    title: 'A file in the bundle is compressed in an unknown way',
    text: 'Bundles use the “stored” and “deflate” methods. This file uses another.',
    hint: ASK_THE_AUTHOR,
  },
  BUNDLE_ENTRIES_OVERLAP: {
    title: 'Files in the bundle overlap',
    text: 'Two files share the same bytes of the archive, which no ordinary program produces.',
    hint: ASK_THE_AUTHOR,
  },
  BUNDLE_ENTRY_SIZE_WRONG: {
    title: 'A file in the bundle is not as large as it says',
    text: 'The archive is damaged, or it was built to hide how much it holds.',
    hint: GET_IT_AGAIN,
  },
  BUNDLE_ENTRY_CHECKSUM_WRONG: {
    title: 'A file in the bundle is damaged',
    text: 'Its checksum does not match its content.',
    hint: GET_IT_AGAIN,
  },
  BUNDLE_ENTRY_HEADER_DISAGREES: {
    title: 'The archive contradicts itself',
    text: 'Its table of contents and the files in it say different things, so two programs could unpack two different bundles from it.',
    hint: ASK_THE_AUTHOR,
  },
  BUNDLE_MANIFEST_MISSING: {
    title: 'There is no manifest in this bundle',
    text: 'A bundle has a file named manifest.json at its top level that says what it would run. This one has none.',
    hint: 'Check that you chose a bundle and not some other archive.',
  },
  BUNDLE_MANIFEST_TOO_LARGE: {
    title: 'The bundle’s manifest is too large',
    text: 'A manifest may be up to 1 MiB.',
    hint: ASK_THE_AUTHOR,
  },
  BUNDLE_MANIFEST_INVALID: {
    title: 'The bundle’s manifest is not valid',
    text: 'Something in manifest.json is missing or of the wrong kind, so Gatehouse can’t tell what would run.',
    hint: ASK_THE_AUTHOR,
  },
  BUNDLE_MANIFEST_VERSION_UNSUPPORTED: {
    title: 'The bundle’s manifest has an unknown version',
    text: 'Gatehouse reads manifest versions 0.1 to 0.4.',
    hint: 'Look for a newer Gatehouse, or ask whoever made the bundle for an older manifest version.',
  },
  BUNDLE_ENTRY_POINT_MISSING: {
    title: 'The program is not in the bundle',
    text: 'The manifest names a file to run, and the bundle does not contain it.',
    hint: ASK_THE_AUTHOR,
  },
  BUNDLE_UV_LAYOUT_INVALID: {
    title: 'The Python project in the bundle is not complete',
    text: 'A bundle of the type “uv” needs a pyproject.toml, and must not bring its own installed packages.',
    hint: ASK_THE_AUTHOR,
  },
  BUNDLE_PLATFORM_UNSUPPORTED: {
    title: 'The bundle is made for another operating system',
    text: 'Its manifest does not list the system this computer runs.',
    hint: 'Look for an edition of this bundle for your system.',
  },
  BUNDLE_RUNTIME_UNSUPPORTED: {
    title: 'The bundle needs another version of its runtime',
    text: 'The version it asks for is not the one that would run it here.',
    hint: 'Install a version that fits what is listed below, then open the bundle again.',
  },
  BUNDLE_ARCHITECTURE_UNSUPPORTED: {
    title: 'The program is made for another kind of processor',
    text: 'The executable in the bundle can’t run on this computer’s processor or system.',
    hint: 'Look for an edition of this bundle for your computer.',
  },
  BUNDLE_HOST_VERSION_UNSUPPORTED: {
    title: 'The bundle asks for another version of Gatehouse',
    text: 'Its manifest names versions of Gatehouse that this one is not among.',
    hint: 'Update Gatehouse, or look for another version of the bundle.',
  },
  BUNDLE_SIGNATURE_INVALID: {
    title: 'The bundle’s signature is not valid',
    text: 'The file was changed after it was signed, or the signature was made for another file.',
    hint: 'Don’t use this file. Get the bundle again from a place you trust.',
  },
  BUNDLE_PUBLISHER_CHANGED: {
    title: 'This update comes from another publisher',
    text: 'The installed bundle was signed by somebody else or, where none is signed, names another author. An update must come from the same publisher.',
    hint: 'If you know why the publisher changed and trust the new one, remove the installed server first and then open this bundle.',
  },
  BUNDLE_SIGNATURE_LOST: {
    title: 'This update is not signed, but the installed bundle is',
    text: 'Nothing vouches any more that it comes from the same publisher.',
    hint: 'Ask the publisher for a signed update. If you trust this file anyway, remove the installed server first and then open it.',
  },
  BUNDLE_CHANGED_WHILE_READING: {
    title: 'The files changed in between',
    text: 'The bundle, or what was unpacked from it, is not any more what Gatehouse checked and showed. Nothing of it was installed and nothing has run.',
    hint: 'Wait until a download or copy has finished, then open the bundle again. If it keeps happening, some other program changes these files.',
  },
};
