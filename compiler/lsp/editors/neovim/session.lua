-- What a person does with a broken file: opens it, sees what is wrong, takes the quick fix, saves.
--
-- Runs headless, from Neovim 0.7 on; `session.sh` starts it. Status 0 if the file was saved without errors.

-- Milliseconds; a debug build may be slow.
local PATIENCE = 60000

local function fail(message)
  io.stderr:write("session: " .. message .. "\n")
  vim.cmd("cquit 1")
end

local function errors()
  return vim.diagnostic.get(0, { severity = vim.diagnostic.severity.ERROR })
end

-- Waits until `holds` does.
local function await(what, holds)
  if not vim.wait(PATIENCE, holds, 20) then
    fail("waited too long for " .. what .. "; there are " .. vim.inspect(errors()))
  end
end

local function start(binary, root)
  local client = vim.lsp.start_client({ name = "accessvm", cmd = { binary, "lsp" }, root_dir = root })
  if not client then
    fail("the server does not start")
  end
  vim.lsp.buf_attach_client(0, client)
  await("the client", function()
    return vim.lsp.buf_is_attached(0, client) and vim.lsp.get_client_by_id(client) ~= nil
  end)
  return client
end

-- A diagnostic of Neovim as one of the protocol. Its columns count bytes, so its line must be ASCII.
local function for_server(diagnostic)
  local told = diagnostic.user_data and diagnostic.user_data.lsp or {}
  return vim.tbl_extend("keep", told, {
    message = diagnostic.message,
    severity = diagnostic.severity,
    source = diagnostic.source,
    range = {
      start = { line = diagnostic.lnum, character = diagnostic.col },
      ["end"] = { line = diagnostic.end_lnum, character = diagnostic.end_col },
    },
  })
end

-- The edit of the first quick fix for a diagnostic.
local function quick_fix(client, diagnostic)
  local wanted = for_server(diagnostic)
  local answer = vim.lsp.buf_request_sync(0, "textDocument/codeAction", {
    textDocument = { uri = vim.uri_from_bufnr(0) },
    range = wanted.range,
    context = { diagnostics = { wanted }, only = { "quickfix" } },
  }, PATIENCE)
  for _, action in ipairs(answer and answer[client] and answer[client].result or {}) do
    if action.edit and vim.startswith(action.kind or "", "quickfix") then
      return action.edit
    end
  end
  fail("no quick fix for: " .. diagnostic.message)
end

local binary, file = vim.env.ACCESSVM, vim.env.SESSION_FILE
vim.cmd("edit " .. vim.fn.fnameescape(file))
vim.bo.filetype = "move"
local client = start(binary, vim.fn.fnamemodify(file, ":h:h"))
await("an error", function()
  return 0 < #errors()
end)
print(("%s: %s"):format(vim.fn.fnamemodify(file, ":t"), errors()[1].message))
vim.lsp.util.apply_workspace_edit(quick_fix(client, errors()[1]), vim.lsp.get_client_by_id(client).offset_encoding)
await("the end of all errors", function()
  return #errors() == 0
end)
vim.cmd("write")
vim.cmd("qall")
