/**
 * Markdown as elements. `marked` only reads it: each of its tokens becomes an element here, so that nothing a person wrote is ever
 * parsed as HTML. Markup in the text is shown as text.
 */
import type { ComponentChild, ComponentChildren } from "preact";
import { Lexer, type Token, type Tokens } from "marked";
import { plain, web } from "../text.ts";

const DEEPEST = 12;

export function elements(markdown: string): ComponentChildren {
  return blocks(new Lexer({ gfm: true, breaks: true }).lex(plain(markdown)), 0);
}

function blocks(tokens: readonly Token[], depth: number): ComponentChild[] {
  return tokens.map((token, at) => block(token, at, depth + 1));
}

function block(token: Token, key: number, depth: number): ComponentChild {
  if (depth > DEEPEST) return token.raw;
  switch (token.type) {
    case "heading": {
      // A post stands below the headings of the page.
      const Heading = ((token as Tokens.Heading).depth <= 2 ? "h2" : "h3") as "h2";
      return <Heading key={key} dir="auto">{inline(token.tokens, depth)}</Heading>;
    }
    case "paragraph":
      return <p key={key} dir="auto">{inline(token.tokens, depth)}</p>;
    case "blockquote":
      return <blockquote key={key} dir="auto">{blocks(token.tokens ?? [], depth)}</blockquote>;
    case "code":
      return <pre key={key} dir="ltr"><code>{(token as Tokens.Code).text}</code></pre>;
    case "hr":
      return <hr key={key} />;
    case "list": {
      const list = token as Tokens.List;
      const items = list.items.map((item, at) => <li key={at} dir="auto">{blocks(item.tokens, depth)}</li>);
      return list.ordered ? <ol key={key} start={Number(list.start) || 1}>{items}</ol> : <ul key={key}>{items}</ul>;
    }
    case "table":
      return <Table key={key} table={token as Tokens.Table} depth={depth} />;
    case "space":
      return null;
    default:
      return inlineOne(token, key, depth);
  }
}

function Table({ table, depth }: { table: Tokens.Table; depth: number }) {
  return (
    <div class="scrollx" tabIndex={0} role="group">
      <table>
        <thead>
          <tr>
            {table.header.map((cell, at) => <th key={at} scope="col" dir="auto">{inline(cell.tokens, depth)}</th>)}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, at) => (
            <tr key={at}>{row.map((cell, column) => <td key={column} dir="auto">{inline(cell.tokens, depth)}</td>)}</tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function inline(tokens: readonly Token[] | undefined, depth: number): ComponentChild[] {
  return (tokens ?? []).map((token, at) => inlineOne(token, at, depth + 1));
}

function inlineOne(token: Token, key: number, depth: number): ComponentChild {
  if (depth > DEEPEST) return token.raw;
  switch (token.type) {
    case "strong":
      return <strong key={key}>{inline(token.tokens, depth)}</strong>;
    case "em":
      return <em key={key}>{inline(token.tokens, depth)}</em>;
    case "del":
      return <del key={key}>{inline(token.tokens, depth)}</del>;
    case "codespan":
      return <code key={key}>{(token as Tokens.Codespan).text}</code>;
    case "br":
      return <br key={key} />;
    case "checkbox":
      return (token as Tokens.Checkbox).checked ? "☑ " : "☐ ";
    case "link": {
      const address = web((token as Tokens.Link).href);
      const words = inline(token.tokens, depth);
      return address ? <a key={key} href={address} target="_blank" rel="noopener noreferrer">{words}</a> : words;
    }
    case "image": {
      // A picture from elsewhere would tell its server who reads: it is a link.
      const picture = token as Tokens.Image;
      const address = web(picture.href);
      return address
        ? <a key={key} href={address} target="_blank" rel="noopener noreferrer">{picture.text || address}</a>
        : picture.text;
    }
    case "text":
    case "escape":
      return "tokens" in token && token.tokens ? inline(token.tokens, depth) : (token as Tokens.Text).text;
    default:
      return token.raw;
  }
}
