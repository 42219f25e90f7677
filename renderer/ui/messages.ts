/**
 * Words for every error code: what happened, and what a person can do about it.
 *
 * The table is a `Record` over the closed list, so a code without words does not compile. Sentences here never contain
 * an error's data: a name from a bundle or a server is shown below them as a quoted fact (`ErrorAlert`).
 */
import type { ErrorCode } from '../../app/contract/errors.ts';

export interface ErrorWords {
  /** A short statement, without a full stop. */
  readonly title: string;
  /** What happened, in a sentence or two. */
  readonly text: string;
  /** What to do. Absent where there is nothing to do. */
  readonly hint?: string;
}

const ASK_THE_AUTHOR =
  'Don’t use this file. Tell whoever made the bundle what you see here, and ask for a corrected one.';
const GET_IT_AGAIN = 'Download or copy the file again. If it fails again, ask whoever made it for a new one.';
const TRY_AGAIN = 'Try again. If it keeps happening, quit Gatehouse and start it again.';
const LOOK_AT_THE_LOG = 'Open the server’s log: what it printed last often says why.';
const FREE_SPACE = 'Free some space on the disk, then try again.';

export const ERROR_WORDS: Readonly<Record<ErrorCode, ErrorWords>> = {
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

  CONFIG_REQUIRED_MISSING: {
    title: 'Something is missing from the configuration',
    text: 'The server can’t start before every required field is filled in.',
    hint: 'Fill in the fields that are marked.',
  },
  CONFIG_TYPE_WRONG: {
    title: 'A field has the wrong kind of value',
    text: 'For example, text where a number is expected.',
    hint: 'Correct the fields that are marked.',
  },
  CONFIG_OUT_OF_RANGE: {
    title: 'A number is out of its range',
    text: 'It is below the smallest or above the largest value that the bundle allows.',
    hint: 'Correct the fields that are marked.',
  },
  CONFIG_UNKNOWN_KEY: {
    title: 'The configuration names an option the bundle doesn’t have',
    text: 'The form and the bundle no longer fit together.',
    hint: 'Open the bundle again and fill in the form anew.',
  },
  CONFIG_VALUE_UNSAFE: {
    title: 'A value can’t be used as it is',
    text: 'Gatehouse hands every value on exactly as it is shown, or not at all. It refuses line breaks and invisible NUL characters where they cut a value short, a folder that is no absolute path, a variable that is there twice or has “=” in its name, and a secret that would decide which program runs.',
    hint: 'Correct the value that is named below.',
  },
  CONFIG_URL_INVALID: {
    title: 'This is no address of a server',
    text: 'An address starts with https:// (or http:// for a server without encryption), and carries no user name or password.',
    hint: 'Copy the address from the server’s own instructions. Secrets belong in a header.',
  },

  LAUNCH_COMMAND_NOT_FOUND: {
    title: 'The program was not found',
    text: 'There is no program of this name on this computer, or it may not be run.',
    hint: 'Check the spelling, or install the program and try again.',
  },
  LAUNCH_RUNTIME_MISSING: {
    title: 'A program this server needs is not installed',
    text: 'The server runs on a runtime that Gatehouse did not find on this computer.',
    hint: 'Install the runtime that is named below, then try again. You don’t need to restart Gatehouse.',
  },
  LAUNCH_SCRIPT_NEEDS_SHELL: {
    title: 'This kind of script can only run through a shell',
    text: 'Gatehouse never starts a server through a shell, because a shell can turn text into further commands.',
    hint: 'Name the program that the script would run, with its arguments, instead of the script.',
  },
  LAUNCH_WORKING_DIRECTORY_MISSING: {
    title: 'The working directory is not there',
    text: 'The folder the server should run in does not exist or can’t be opened.',
    hint: 'Create the folder, or choose another one in the server’s configuration.',
  },
  LAUNCH_NOT_AGREED: {
    title: 'The server was not started',
    text: 'Nobody has agreed to what it would run.',
    hint: 'Start it again to see what would run, and decide then.',
  },
  LAUNCH_DIGEST_CHANGED: {
    title: 'What would run has changed',
    text: 'It is not what was agreed to any more, so it was not started.',
    hint: 'Start the server again: Gatehouse then shows you what changed.',
  },
  LAUNCH_FILES_MISSING: {
    title: 'Files of this server are missing or damaged',
    text: 'Something removed or changed files in the folder it was installed in, so that they can’t be read any more.',
    hint: 'Open the bundle again and choose “Install its files again”. Your settings are kept.',
  },
  LAUNCH_FAILED: {
    title: 'The program could not be started',
    text: 'The operating system refused to start it.',
    hint: LOOK_AT_THE_LOG,
  },
  LAUNCH_SECRET_MISSING: {
    title: 'A secret this server needs is not there',
    text: 'It is no longer in the keychain, or it was kept for one run of Gatehouse only.',
    hint: 'Enter it again in the server’s configuration.',
  },

  SERVER_NOT_FOUND: {
    title: 'This server is not in the list any more',
    text: 'It was removed, perhaps from another window.',
  },
  SERVER_BUSY: {
    title: 'Calls are still running',
    text: 'They would be ended before they are done.',
    hint: 'Wait for them to finish, or cancel them first.',
  },
  SERVER_CLOSED: {
    title: 'The server ended',
    text: 'Its program exited or closed the connection before it had answered.',
    hint: LOOK_AT_THE_LOG,
  },
  SERVER_INITIALIZE_TIMEOUT: {
    title: 'The server did not answer',
    text: 'Its program started, but said nothing that Gatehouse could understand in time.',
    hint: LOOK_AT_THE_LOG + ' Perhaps the command starts something that is not an MCP server.',
  },
  SERVER_INITIALIZE_FAILED: {
    title: 'The server refused the connection',
    text: 'Its program started and then answered the first request with an error.',
    hint: LOOK_AT_THE_LOG,
  },
  SERVER_VERSION_UNSUPPORTED: {
    title: 'The server speaks an unknown version of MCP',
    text: 'There is no version of the protocol that both it and Gatehouse know.',
    hint: 'Look for a newer version of the server or of Gatehouse.',
  },
  SERVER_MESSAGE_TOO_LARGE: {
    title: 'The server sent too much at once',
    text: 'One message was larger than Gatehouse accepts, so the connection was closed.',
    hint: 'If a call asked for a lot of data, ask for less.',
  },
  SERVER_CRASH_LOOP: {
    title: 'The server keeps crashing',
    text: 'It ended several times shortly after its start. Gatehouse stopped trying.',
    hint: LOOK_AT_THE_LOG + ' When the cause is gone, start it again.',
  },
  SERVER_PROTOCOL_ERROR: {
    title: 'The server answered with an error',
    text: 'It rejected the request, or sent something that does not follow the protocol.',
    hint: LOOK_AT_THE_LOG,
  },
  SERVER_LIST_TOO_LONG: {
    title: 'The server’s list never ends',
    text: 'It kept sending further pages of a list, more than Gatehouse reads.',
  },
  SERVER_UNREACHABLE: {
    title: 'The server can’t be reached',
    text: 'Nothing answered at its address, or the connection broke off.',
    hint: 'Check the address and your network. If the server runs on this computer, check that it is started.',
  },
  SERVER_TLS_FAILED: {
    title: 'The server’s identity could not be checked',
    text: 'Its certificate is expired, made for another name, or vouched for by nobody this computer trusts. Nothing was sent.',
    hint: 'Somebody may be between you and the server. Ask whoever runs it, and try from another network.',
  },
  SERVER_UNAUTHORIZED: {
    title: 'The server wants you to sign in',
    text: 'It answered that it does not know who is asking. Gatehouse can’t sign in to servers yet.',
    hint: 'If the server accepts a key, add it as a header of the server.',
  },
  SERVER_FORBIDDEN: {
    title: 'The server does not allow this',
    text: 'It knows who is asking and refused.',
    hint: 'Ask whoever runs the server for access.',
  },
  SERVER_HTTP_ERROR: {
    title: 'The server answered with an HTTP error',
    text: 'What answered at this address does not speak MCP here, or is out of order.',
    hint: 'Check the whole address, also the part after the host name.',
  },
  SERVER_SESSION_LOST: {
    title: 'The server forgot the session',
    text: 'What was under way is lost. Gatehouse connects anew.',
    hint: 'Repeat a call only if it does no harm when done twice: it may have been carried out.',
  },
  SERVER_FEATURE_MISSING: {
    title: 'The server does not offer this',
    text: 'It did not say that it can do this, so it was not asked.',
  },

  TOOL_NOT_FOUND: {
    title: 'The server has no tool of this name',
    text: 'Its list of tools may have changed.',
    hint: 'Look at the list again.',
  },
  CALL_NOT_FOUND: {
    title: 'This call is not known any more',
    text: 'Calls of an earlier run keep their record under Activity, but not their result.',
  },
  CALL_TIMED_OUT: {
    title: 'The call took too long',
    text: 'The server did not answer in time and sent no progress. The call was cancelled.',
    hint: 'The tool may have done part of its work. Check before you call it again.',
  },
  CALL_CANCELLED: {
    title: 'The call was cancelled',
    text: 'The server was told to stop. It may have done part of its work.',
  },
  CALL_RESULT_INVALID: {
    title: 'The result can’t be understood',
    text: 'The server answered with something that is not a tool result.',
    hint: LOOK_AT_THE_LOG,
  },
  CALL_INPUT_UNSUPPORTED: {
    title: 'The server asks for something Gatehouse can’t give yet',
    text: 'It wants further input in the middle of the call. The call was ended.',
  },
  CALL_INPUT_TOO_OFTEN: {
    title: 'The server kept asking',
    text: 'It asked for further input again and again without coming to an end. The call was ended.',
    hint: 'If you trust the server, call again.',
  },
  CALL_INPUT_REFUSED: {
    title: 'The question could not be answered',
    text: 'The server needs something that was refused, or that Gatehouse does not give to it.',
    hint: LOOK_AT_THE_LOG,
  },
  CALL_ANSWER_LOST: {
    title: 'The answer was lost on the way',
    text: 'The connection broke before the answer came. The server may have done the work.',
    hint: 'Repeat the call only if it does no harm when done twice.',
  },

  RESOURCE_NOT_FOUND: {
    title: 'The server has no such resource',
    text: 'It answered that nothing is there under this address.',
    hint: 'Look at the list again; it may have changed.',
  },
  RESOURCE_TEMPLATE_INVALID: {
    title: 'The template can’t be filled in',
    text: 'The server’s pattern for addresses is not written as the standard asks, or makes too long an address.',
  },
  REQUEST_NOT_FOUND: {
    title: 'This is no longer under way',
    text: 'It ended before it could be cancelled.',
  },

  ADDRESS_REFUSED: {
    title: 'Gatehouse does not go to this address',
    text: 'It was named by somebody else and leads to this computer, to your own network, or to something that is no web address.',
  },
  ADDRESS_UNKNOWN: {
    title: 'The name can’t be found',
    text: 'No address is known for this name.',
    hint: 'Check the spelling and your network.',
  },
  DOWNLOAD_TOO_LARGE: {
    title: 'Too large to be loaded',
    text: 'What is at this address is larger than Gatehouse loads for this purpose.',
  },
  DOWNLOAD_FAILED: {
    title: 'Could not be loaded',
    text: 'What is at this address did not arrive, or is not what it should be.',
  },
  BROWSER_NOT_OPENED: {
    title: 'The browser could not be opened',
    text: 'The operating system did not open the address.',
    hint: 'Copy the address and open it in a browser yourself.',
  },

  MODEL_NOT_FOUND: {
    title: 'This model is not in the list any more',
    text: 'It was removed, perhaps from another window.',
    hint: 'Choose another model, or answer by hand.',
  },
  MODEL_URL_INVALID: {
    title: 'This is no address of a model provider',
    text: 'It has to start with https://, or with http:// for a provider on this computer.',
  },
  MODEL_UNREACHABLE: {
    title: 'The model’s provider can’t be reached',
    text: 'Nothing answered at its address, or the connection broke off.',
    hint: 'Check the address in Settings, and that the provider is running.',
  },
  MODEL_UNAUTHORIZED: {
    title: 'The model’s provider refused the key',
    text: 'The key is missing, wrong, expired, or not allowed to use this model.',
    hint: 'Enter the key again in Settings.',
  },
  MODEL_FAILED: {
    title: 'The model gave no usable answer',
    text: 'Its provider answered with an error, or with something that is no answer.',
    hint: 'Try again, choose another model, or answer by hand.',
  },

  IMPORT_UNREADABLE: {
    title: 'This can’t be read as a configuration',
    text: 'It is not written correctly, or the file can’t be opened.',
    hint: 'Check that all of it was copied.',
  },
  IMPORT_TOO_LARGE: {
    title: 'Too large for a configuration',
    text: 'Configurations of other applications are far smaller. It was not read.',
  },
  IMPORT_FORMAT_UNKNOWN: {
    title: 'No servers found in it',
    text: 'Gatehouse looked for the ways in which other applications write down their servers, and found none.',
    hint: 'Paste the whole file of the other application, or type the server in by hand.',
  },
  IMPORT_NOT_FOUND: {
    title: 'This import was closed',
    text: 'It was finished or cancelled, perhaps in another window.',
    hint: 'Open the configuration again.',
  },
  LINK_INVALID: {
    title: 'This link can’t be used',
    text: 'It is no install link that Gatehouse knows, or parts of it are missing.',
    hint: 'Copy the link again, or type the server in by hand.',
  },

  ACTIVITY_NOT_FOUND: {
    title: 'This record is not there',
    text: 'The record was wiped, or it belongs to another data folder.',
  },

  DECISION_NOT_FOUND: {
    title: 'This decision is no longer open',
    text: 'It was answered or withdrawn, perhaps in another window.',
  },
  DECISION_STALE: {
    title: 'What you saw is not up to date',
    text: 'What you decide about has changed since it was shown to you, so your answer does not count.',
    hint: 'Read it again: this page shows the current state.',
  },
  DECISION_NOT_ARMED: {
    title: 'That was too quick',
    text: 'Agreement counts only after the page has been visible for a moment, so that nobody agrees by accident.',
    hint: 'Read what is shown, then try again.',
  },
  DECISION_NOT_ACKNOWLEDGED: {
    title: 'The statement is not ticked',
    text: 'There are warnings of the kind “danger”. Agreeing to them takes the tick as well.',
    hint: 'Read the warnings, then tick the statement if you want to go on.',
  },
  DECISION_ANSWER_INVALID: {
    title: 'The answer does not fit the question',
    text: 'Something in it is missing or not allowed. Nothing was sent.',
    hint: 'Correct what is marked, then send it again.',
  },

  PICK_NOT_FOUND: {
    title: 'The choice is not valid any more',
    text: 'Chosen files are remembered only while Gatehouse runs.',
    hint: 'Choose the file or folder again.',
  },
  PICK_UNREADABLE: {
    title: 'The folder can’t be opened',
    text: 'The operating system does not let Gatehouse read it.',
    hint: 'Choose another folder.',
  },
  UPLOAD_NOT_FOUND: {
    title: 'The file did not arrive',
    text: 'The transfer was cancelled, or Gatehouse was restarted in between.',
    hint: 'Drop or choose the file again.',
  },
  UPLOAD_OUT_OF_ORDER: {
    title: 'The file did not arrive whole',
    text: 'A piece of it was lost on the way.',
    hint: 'Drop or choose the file again.',
  },
  UPLOAD_TOO_LARGE: {
    title: 'The file is too large',
    text: 'Bundles may be up to 512 MiB.',
  },
  INSTALL_NOT_FOUND: {
    title: 'This installation is not under way any more',
    text: 'It was finished or cancelled, perhaps in another window.',
    hint: 'Open the bundle again if you still want it.',
  },
  INSTALL_STATE_WRONG: {
    title: 'This step is already over',
    text: 'The installation has gone on, perhaps in another window.',
  },

  STORE_DISK_FULL: {
    title: 'The disk is full',
    text: 'Gatehouse could not write what it needs to. Nothing was left half done.',
    hint: FREE_SPACE,
  },
  STORE_READ_ONLY: {
    title: 'Gatehouse may not write here',
    text: 'The folder where Gatehouse keeps its data can’t be written to.',
    hint: 'Check the permissions of the folder, or start Gatehouse with another data folder.',
  },
  STORE_UNREADABLE: {
    title: 'Saved data can’t be read',
    text: 'A file in which Gatehouse keeps its data is damaged, or the operating system does not let Gatehouse read it.',
    hint: 'If a place it was moved to is named below, the damaged file was set aside there, not overwritten, and Gatehouse started with an empty one: if you have a backup, quit Gatehouse and put it in its place. Otherwise check the disk and the permissions of the file.',
  },
  RECORD_ALTERED: {
    title: 'A record was altered',
    text: 'An entry in the record is not as Gatehouse wrote it: a person or a program changed it, or the disk did.',
    hint: 'Don’t rely on this entry. Activity says whether the rest of the record is intact.',
  },
  STORE_NEWER_VERSION: {
    title: 'Saved data comes from a newer Gatehouse',
    text: 'This version does not know how to read it, and leaves it as it is.',
    hint: 'Start the newer version again.',
  },

  COMMAND_UNKNOWN: {
    title: 'This page does not fit the running Gatehouse',
    text: 'It asked for something that Gatehouse doesn’t know.',
    hint: 'Reload the page.',
  },
  COMMAND_INVALID: {
    title: 'The request was not accepted',
    text: 'Something in it is missing, too long, or of the wrong kind.',
    hint: 'Check what you entered. If it looks right, this is a fault in Gatehouse.',
  },
  BRIDGE_CLOSED: {
    title: 'The connection to Gatehouse was lost',
    text: 'It is not known whether this was still done.',
    hint: 'Wait until the connection is back, then look before you try again.',
  },
  INTERNAL: {
    title: 'Something went wrong inside Gatehouse',
    text: 'This is a fault in Gatehouse, not something you did. The details are in its own log.',
    hint: TRY_AGAIN,
  },
};
