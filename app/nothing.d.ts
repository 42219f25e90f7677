// What `import 'electron'` resolves to inside the core: a file that is no module, so that the import does not compile
// and Electron's typings can't bring Node's globals in. SECURITY(S1)
