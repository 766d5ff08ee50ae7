#include "generator/model/math/math_symbols.h"

#include <stdlib.h>
#include <string.h>

/* In byte order of the names. */
/* clang-format off */
static const MathSymbol SYMBOLS[] = {
  {"#", MATH_ORD, "#"}, {"$", MATH_ORD, "$"}, {"%", MATH_ORD, "%"}, {"&", MATH_ORD, "&"},
  {"And", MATH_BIN, "&"}, {"Bbbk", MATH_ORD, "𝕜"}, {"Box", MATH_ORD, "□"},
  {"Cap", MATH_BIN, "⋒"}, {"Cup", MATH_BIN, "⋓"}, {"Delta", MATH_ORD, "Δ"},
  {"Diamond", MATH_ORD, "◇"}, {"Downarrow", MATH_REL, "⇓"}, {"Gamma", MATH_ORD, "Γ"},
  {"Im", MATH_ORD, "ℑ"}, {"Lambda", MATH_ORD, "Λ"}, {"Leftarrow", MATH_REL, "⇐"},
  {"Leftrightarrow", MATH_REL, "⇔"}, {"Lleftarrow", MATH_REL, "⇚"},
  {"Longleftarrow", MATH_REL, "⟸"}, {"Longleftrightarrow", MATH_REL, "⟺"},
  {"Longrightarrow", MATH_REL, "⟹"}, {"Omega", MATH_ORD, "Ω"}, {"P", MATH_ORD, "¶"},
  {"Phi", MATH_ORD, "Φ"}, {"Pi", MATH_ORD, "Π"}, {"Pr", MATH_LIMIT, "Pr"}, {"Psi", MATH_ORD, "Ψ"},
  {"QED", MATH_ORD, "∎"}, {"Re", MATH_ORD, "ℜ"}, {"Rightarrow", MATH_REL, "⇒"},
  {"Rrightarrow", MATH_REL, "⇛"}, {"S", MATH_ORD, "§"}, {"Sigma", MATH_ORD, "Σ"},
  {"Subset", MATH_REL, "⋐"}, {"Supset", MATH_REL, "⋑"}, {"Theta", MATH_ORD, "Θ"},
  {"Uparrow", MATH_REL, "⇑"}, {"Updownarrow", MATH_REL, "⇕"}, {"Upsilon", MATH_ORD, "Υ"},
  {"Vdash", MATH_REL, "⊩"}, {"Vert", MATH_ORD, "‖"}, {"Xi", MATH_ORD, "Ξ"}, {"_", MATH_ORD, "_"},
  {"aleph", MATH_ORD, "ℵ"}, {"alpha", MATH_ORD, "α"}, {"amalg", MATH_BIN, "⨿"},
  {"angle", MATH_ORD, "∠"}, {"approx", MATH_REL, "≈"}, {"approxeq", MATH_REL, "≊"},
  {"arccos", MATH_FUNCTION, "arccos"}, {"arcsin", MATH_FUNCTION, "arcsin"},
  {"arctan", MATH_FUNCTION, "arctan"}, {"arctg", MATH_FUNCTION, "arctg"},
  {"arg", MATH_FUNCTION, "arg"}, {"argmax", MATH_LIMIT, "arg max"},
  {"argmin", MATH_LIMIT, "arg min"}, {"ast", MATH_BIN, "∗"}, {"asymp", MATH_REL, "≍"},
  {"backprime", MATH_ORD, "‵"}, {"backsim", MATH_REL, "∽"}, {"backslash", MATH_ORD, "\\"},
  {"barwedge", MATH_BIN, "⊼"}, {"because", MATH_REL, "∵"}, {"beta", MATH_ORD, "β"},
  {"beth", MATH_ORD, "ℶ"}, {"between", MATH_REL, "≬"}, {"bigcap", MATH_OP, "⋂"},
  {"bigcup", MATH_OP, "⋃"}, {"bigodot", MATH_OP, "⨀"}, {"bigoplus", MATH_OP, "⨁"},
  {"bigotimes", MATH_OP, "⨂"}, {"bigsqcup", MATH_OP, "⨆"}, {"bigstar", MATH_ORD, "★"},
  {"bigtriangledown", MATH_BIN, "▽"}, {"bigtriangleup", MATH_BIN, "△"},
  {"biguplus", MATH_OP, "⨄"}, {"bigvee", MATH_OP, "⋁"}, {"bigwedge", MATH_OP, "⋀"},
  {"blacksquare", MATH_ORD, "■"}, {"blacktriangle", MATH_ORD, "▲"}, {"bot", MATH_ORD, "⊥"},
  {"bowtie", MATH_REL, "⋈"}, {"boxdot", MATH_BIN, "⊡"}, {"boxminus", MATH_BIN, "⊟"},
  {"boxplus", MATH_BIN, "⊞"}, {"boxtimes", MATH_BIN, "⊠"}, {"bullet", MATH_BIN, "∙"},
  {"cap", MATH_BIN, "∩"}, {"cdot", MATH_BIN, "⋅"}, {"cdots", MATH_ORD, "⋯"},
  {"centerdot", MATH_BIN, "⋅"}, {"ch", MATH_FUNCTION, "ch"}, {"checkmark", MATH_ORD, "✓"},
  {"chi", MATH_ORD, "χ"}, {"circ", MATH_BIN, "∘"}, {"circlearrowleft", MATH_REL, "↺"},
  {"circlearrowright", MATH_REL, "↻"}, {"clubsuit", MATH_ORD, "♣"}, {"colon", MATH_PUNCT, ":"},
  {"coloneq", MATH_REL, "≔"}, {"coloneqq", MATH_REL, "≔"}, {"complement", MATH_ORD, "∁"},
  {"cong", MATH_REL, "≅"}, {"coprod", MATH_OP, "∐"}, {"copyright", MATH_ORD, "©"},
  {"cos", MATH_FUNCTION, "cos"}, {"cosh", MATH_FUNCTION, "cosh"}, {"cot", MATH_FUNCTION, "cot"},
  {"coth", MATH_FUNCTION, "coth"}, {"csc", MATH_FUNCTION, "csc"}, {"csch", MATH_FUNCTION, "csch"},
  {"ctg", MATH_FUNCTION, "ctg"}, {"cup", MATH_BIN, "∪"}, {"curlyvee", MATH_BIN, "⋎"},
  {"curlywedge", MATH_BIN, "⋏"}, {"curvearrowleft", MATH_REL, "↶"},
  {"curvearrowright", MATH_REL, "↷"}, {"dagger", MATH_ORD, "†"}, {"dashleftarrow", MATH_REL, "⇠"},
  {"dashrightarrow", MATH_REL, "⇢"}, {"dashv", MATH_REL, "⊣"}, {"ddagger", MATH_ORD, "‡"},
  {"ddots", MATH_ORD, "⋱"}, {"deg", MATH_FUNCTION, "deg"}, {"degree", MATH_ORD, "°"},
  {"delta", MATH_ORD, "δ"}, {"det", MATH_LIMIT, "det"}, {"diamond", MATH_BIN, "⋄"},
  {"diamondsuit", MATH_ORD, "♢"}, {"digamma", MATH_ORD, "ϝ"}, {"dim", MATH_FUNCTION, "dim"},
  {"div", MATH_BIN, "÷"}, {"doteq", MATH_REL, "≐"}, {"doteqdot", MATH_REL, "≑"},
  {"dotplus", MATH_BIN, "∔"}, {"dots", MATH_ORD, "…"}, {"dotsb", MATH_ORD, "⋯"},
  {"dotsc", MATH_ORD, "…"}, {"dotsi", MATH_ORD, "⋯"}, {"dotsm", MATH_ORD, "⋯"},
  {"dotso", MATH_ORD, "…"}, {"downarrow", MATH_REL, "↓"}, {"ell", MATH_ORD, "ℓ"},
  {"emptyset", MATH_ORD, "∅"}, {"epsilon", MATH_ORD, "ϵ"}, {"eqqcolon", MATH_REL, "≕"},
  {"equiv", MATH_REL, "≡"}, {"eta", MATH_ORD, "η"}, {"eth", MATH_ORD, "ð"},
  {"exists", MATH_ORD, "∃"}, {"exp", MATH_FUNCTION, "exp"}, {"flat", MATH_ORD, "♭"},
  {"forall", MATH_ORD, "∀"}, {"frown", MATH_REL, "⌢"}, {"gamma", MATH_ORD, "γ"},
  {"gcd", MATH_LIMIT, "gcd"}, {"ge", MATH_REL, "≥"}, {"geq", MATH_REL, "≥"},
  {"geqq", MATH_REL, "≧"}, {"geqslant", MATH_REL, "⩾"}, {"gets", MATH_REL, "←"},
  {"gg", MATH_REL, "≫"}, {"ggg", MATH_REL, "⋙"}, {"gimel", MATH_ORD, "ℷ"},
  {"gneq", MATH_REL, "⪈"}, {"gneqq", MATH_REL, "≩"}, {"gtrless", MATH_REL, "≷"},
  {"gtrsim", MATH_REL, "≳"}, {"hbar", MATH_ORD, "ℏ"}, {"heartsuit", MATH_ORD, "♡"},
  {"hom", MATH_FUNCTION, "hom"}, {"hookleftarrow", MATH_REL, "↩"},
  {"hookrightarrow", MATH_REL, "↪"}, {"hslash", MATH_ORD, "ℏ"}, {"iff", MATH_REL, "⟺"},
  {"iiiint", MATH_INTEGRAL, "⨌"}, {"iiint", MATH_INTEGRAL, "∭"}, {"iint", MATH_INTEGRAL, "∬"},
  {"imath", MATH_ORD, "ı"}, {"impliedby", MATH_REL, "⟸"}, {"implies", MATH_REL, "⟹"},
  {"in", MATH_REL, "∈"}, {"inf", MATH_LIMIT, "inf"}, {"infty", MATH_ORD, "∞"},
  {"injlim", MATH_LIMIT, "inj lim"}, {"int", MATH_INTEGRAL, "∫"}, {"intercal", MATH_BIN, "⊺"},
  {"intop", MATH_INTEGRAL, "∫"}, {"iota", MATH_ORD, "ι"}, {"jmath", MATH_ORD, "ȷ"},
  {"kappa", MATH_ORD, "κ"}, {"ker", MATH_FUNCTION, "ker"}, {"lVert", MATH_OPEN, "‖"},
  {"lambda", MATH_ORD, "λ"}, {"land", MATH_BIN, "∧"}, {"langle", MATH_OPEN, "⟨"},
  {"lbrace", MATH_OPEN, "{"}, {"lbrack", MATH_OPEN, "["}, {"lceil", MATH_OPEN, "⌈"},
  {"lcm", MATH_LIMIT, "lcm"}, {"ldots", MATH_ORD, "…"}, {"le", MATH_REL, "≤"},
  {"leadsto", MATH_REL, "⇝"}, {"leftarrow", MATH_REL, "←"}, {"leftarrowtail", MATH_REL, "↢"},
  {"leftharpoondown", MATH_REL, "↽"}, {"leftharpoonup", MATH_REL, "↼"},
  {"leftleftarrows", MATH_REL, "⇇"}, {"leftrightarrow", MATH_REL, "↔"},
  {"leftrightarrows", MATH_REL, "⇆"}, {"leftrightharpoons", MATH_REL, "⇋"},
  {"leq", MATH_REL, "≤"}, {"leqq", MATH_REL, "≦"}, {"leqslant", MATH_REL, "⩽"},
  {"lessgtr", MATH_REL, "≶"}, {"lesssim", MATH_REL, "≲"}, {"lfloor", MATH_OPEN, "⌊"},
  {"lg", MATH_FUNCTION, "lg"}, {"lgroup", MATH_OPEN, "⟮"}, {"lhd", MATH_BIN, "⊲"},
  {"lim", MATH_LIMIT, "lim"}, {"liminf", MATH_LIMIT, "lim inf"},
  {"limsup", MATH_LIMIT, "lim sup"}, {"ll", MATH_REL, "≪"}, {"llbracket", MATH_OPEN, "⟦"},
  {"llcorner", MATH_OPEN, "⌞"}, {"lll", MATH_REL, "⋘"}, {"ln", MATH_FUNCTION, "ln"},
  {"lneq", MATH_REL, "⪇"}, {"lneqq", MATH_REL, "≨"}, {"lnot", MATH_ORD, "¬"},
  {"log", MATH_FUNCTION, "log"}, {"longleftarrow", MATH_REL, "⟵"},
  {"longleftrightarrow", MATH_REL, "⟷"}, {"longmapsto", MATH_REL, "⟼"},
  {"longrightarrow", MATH_REL, "⟶"}, {"lor", MATH_BIN, "∨"}, {"lozenge", MATH_ORD, "◊"},
  {"lparen", MATH_OPEN, "("}, {"lrcorner", MATH_CLOSE, "⌟"}, {"ltimes", MATH_BIN, "⋉"},
  {"lto", MATH_REL, "⟶"}, {"lvert", MATH_OPEN, "|"}, {"mapsto", MATH_REL, "↦"},
  {"max", MATH_LIMIT, "max"}, {"measuredangle", MATH_ORD, "∡"}, {"mho", MATH_ORD, "℧"},
  {"mid", MATH_REL, "∣"}, {"min", MATH_LIMIT, "min"}, {"models", MATH_REL, "⊨"},
  {"mp", MATH_BIN, "∓"}, {"mu", MATH_ORD, "μ"}, {"multimap", MATH_REL, "⊸"},
  {"nLeftarrow", MATH_REL, "⇍"}, {"nLeftrightarrow", MATH_REL, "⇎"},
  {"nRightarrow", MATH_REL, "⇏"}, {"nabla", MATH_ORD, "∇"}, {"natural", MATH_ORD, "♮"},
  {"ncong", MATH_REL, "≇"}, {"ne", MATH_REL, "≠"}, {"nearrow", MATH_REL, "↗"},
  {"neg", MATH_ORD, "¬"}, {"neq", MATH_REL, "≠"}, {"nexists", MATH_ORD, "∄"},
  {"ngeq", MATH_REL, "≱"}, {"ngtr", MATH_REL, "≯"}, {"ni", MATH_REL, "∋"},
  {"nleftarrow", MATH_REL, "↚"}, {"nleftrightarrow", MATH_REL, "↮"}, {"nleq", MATH_REL, "≰"},
  {"nless", MATH_REL, "≮"}, {"nmid", MATH_REL, "∤"}, {"notin", MATH_REL, "∉"},
  {"nparallel", MATH_REL, "∦"}, {"nrightarrow", MATH_REL, "↛"}, {"nsim", MATH_REL, "≁"},
  {"nsubseteq", MATH_REL, "⊈"}, {"nsupseteq", MATH_REL, "⊉"}, {"nu", MATH_ORD, "ν"},
  {"nvDash", MATH_REL, "⊭"}, {"nvdash", MATH_REL, "⊬"}, {"nwarrow", MATH_REL, "↖"},
  {"odot", MATH_BIN, "⊙"}, {"oiiint", MATH_INTEGRAL, "∰"}, {"oiint", MATH_INTEGRAL, "∯"},
  {"oint", MATH_INTEGRAL, "∮"}, {"omega", MATH_ORD, "ω"}, {"omicron", MATH_ORD, "ο"},
  {"ominus", MATH_BIN, "⊖"}, {"oplus", MATH_BIN, "⊕"}, {"oslash", MATH_BIN, "⊘"},
  {"otimes", MATH_BIN, "⊗"}, {"owns", MATH_REL, "∋"}, {"parallel", MATH_REL, "∥"},
  {"partial", MATH_ORD, "∂"}, {"perp", MATH_REL, "⊥"}, {"phi", MATH_ORD, "ϕ"},
  {"pi", MATH_ORD, "π"}, {"pitchfork", MATH_REL, "⋔"}, {"pm", MATH_BIN, "±"},
  {"pounds", MATH_ORD, "£"}, {"prec", MATH_REL, "≺"}, {"preceq", MATH_REL, "⪯"},
  {"prime", MATH_ORD, "′"}, {"prod", MATH_OP, "∏"}, {"projlim", MATH_LIMIT, "proj lim"},
  {"propto", MATH_REL, "∝"}, {"psi", MATH_ORD, "ψ"}, {"rVert", MATH_CLOSE, "‖"},
  {"rangle", MATH_CLOSE, "⟩"}, {"rbrace", MATH_CLOSE, "}"}, {"rbrack", MATH_CLOSE, "]"},
  {"rceil", MATH_CLOSE, "⌉"}, {"rfloor", MATH_CLOSE, "⌋"}, {"rgroup", MATH_CLOSE, "⟯"},
  {"rhd", MATH_BIN, "⊳"}, {"rho", MATH_ORD, "ρ"}, {"rightarrow", MATH_REL, "→"},
  {"rightarrowtail", MATH_REL, "↣"}, {"rightharpoondown", MATH_REL, "⇁"},
  {"rightharpoonup", MATH_REL, "⇀"}, {"rightleftarrows", MATH_REL, "⇄"},
  {"rightleftharpoons", MATH_REL, "⇌"}, {"rightrightarrows", MATH_REL, "⇉"},
  {"rightsquigarrow", MATH_REL, "⇝"}, {"risingdotseq", MATH_REL, "≓"},
  {"rparen", MATH_CLOSE, ")"}, {"rrbracket", MATH_CLOSE, "⟧"}, {"rtimes", MATH_BIN, "⋊"},
  {"rvert", MATH_CLOSE, "|"}, {"searrow", MATH_REL, "↘"}, {"sec", MATH_FUNCTION, "sec"},
  {"sech", MATH_FUNCTION, "sech"}, {"setminus", MATH_BIN, "∖"}, {"sh", MATH_FUNCTION, "sh"},
  {"sharp", MATH_ORD, "♯"}, {"sigma", MATH_ORD, "σ"}, {"sim", MATH_REL, "∼"},
  {"simeq", MATH_REL, "≃"}, {"sin", MATH_FUNCTION, "sin"}, {"sinh", MATH_FUNCTION, "sinh"},
  {"smallsetminus", MATH_BIN, "∖"}, {"smile", MATH_REL, "⌣"}, {"spadesuit", MATH_ORD, "♠"},
  {"sqcap", MATH_BIN, "⊓"}, {"sqcup", MATH_BIN, "⊔"}, {"sqsubset", MATH_REL, "⊏"},
  {"sqsubseteq", MATH_REL, "⊑"}, {"sqsupset", MATH_REL, "⊐"}, {"sqsupseteq", MATH_REL, "⊒"},
  {"square", MATH_ORD, "□"}, {"star", MATH_BIN, "⋆"}, {"subset", MATH_REL, "⊂"},
  {"subseteq", MATH_REL, "⊆"}, {"subsetneq", MATH_REL, "⊊"}, {"succ", MATH_REL, "≻"},
  {"succeq", MATH_REL, "⪰"}, {"sum", MATH_OP, "∑"}, {"sup", MATH_LIMIT, "sup"},
  {"supset", MATH_REL, "⊃"}, {"supseteq", MATH_REL, "⊇"}, {"supsetneq", MATH_REL, "⊋"},
  {"surd", MATH_ORD, "√"}, {"swarrow", MATH_REL, "↙"}, {"tan", MATH_FUNCTION, "tan"},
  {"tanh", MATH_FUNCTION, "tanh"}, {"tau", MATH_ORD, "τ"}, {"tg", MATH_FUNCTION, "tg"},
  {"th", MATH_FUNCTION, "th"}, {"therefore", MATH_REL, "∴"}, {"theta", MATH_ORD, "θ"},
  {"thickapprox", MATH_REL, "≈"}, {"thicksim", MATH_REL, "∼"}, {"times", MATH_BIN, "×"},
  {"to", MATH_REL, "→"}, {"top", MATH_ORD, "⊤"}, {"triangle", MATH_ORD, "△"},
  {"triangledown", MATH_ORD, "▽"}, {"triangleleft", MATH_BIN, "◁"},
  {"trianglelefteq", MATH_REL, "⊴"}, {"triangleq", MATH_REL, "≜"},
  {"triangleright", MATH_BIN, "▷"}, {"trianglerighteq", MATH_REL, "⊵"},
  {"twoheadleftarrow", MATH_REL, "↞"}, {"twoheadrightarrow", MATH_REL, "↠"},
  {"ulcorner", MATH_OPEN, "⌜"}, {"uparrow", MATH_REL, "↑"}, {"updownarrow", MATH_REL, "↕"},
  {"upharpoonleft", MATH_REL, "↿"}, {"upharpoonright", MATH_REL, "↾"}, {"uplus", MATH_BIN, "⊎"},
  {"upsilon", MATH_ORD, "υ"}, {"urcorner", MATH_CLOSE, "⌝"}, {"vDash", MATH_REL, "⊨"},
  {"varepsilon", MATH_ORD, "ε"}, {"varkappa", MATH_ORD, "ϰ"},
  {"varlimsup", MATH_LIMIT, "lim sup"}, {"varnothing", MATH_ORD, "∅"},
  {"varparallel", MATH_REL, "∥"}, {"varphi", MATH_ORD, "φ"}, {"varpi", MATH_ORD, "ϖ"},
  {"varpropto", MATH_REL, "∝"}, {"varrho", MATH_ORD, "ϱ"}, {"varsigma", MATH_ORD, "ς"},
  {"vartheta", MATH_ORD, "ϑ"}, {"vartriangleleft", MATH_REL, "⊲"},
  {"vartriangleright", MATH_REL, "⊳"}, {"vdash", MATH_REL, "⊢"}, {"vdots", MATH_ORD, "⋮"},
  {"vee", MATH_BIN, "∨"}, {"veebar", MATH_BIN, "⊻"}, {"vert", MATH_ORD, "|"},
  {"wedge", MATH_BIN, "∧"}, {"wp", MATH_ORD, "℘"}, {"wr", MATH_BIN, "≀"}, {"xi", MATH_ORD, "ξ"},
  {"zeta", MATH_ORD, "ζ"}, {"{", MATH_OPEN, "{"}, {"|", MATH_ORD, "‖"}, {"}", MATH_CLOSE, "}"},
};
/* clang-format on */

static int symbol_compare(const void *name, const void *symbol)
{
  return strcmp(name, ((const MathSymbol *)symbol)->name);
}

const MathSymbol *math_symbol(const char *name)
{
  return bsearch(name, SYMBOLS, G_N_ELEMENTS(SYMBOLS), sizeof SYMBOLS[0], symbol_compare);
}

/* --- fonts --- */

/* Where the alphabets begin in the block of mathematical letters; 0: there is none. */
typedef struct Alphabet {
  gunichar capitals, smalls, digits, greek_capitals, greek_smalls;
} Alphabet;

static const Alphabet ALPHABETS[] = {
    [MATH_FONT_BOLD] = {0x1D400, 0x1D41A, 0x1D7CE, 0x1D6A8, 0x1D6C2},
    [MATH_FONT_ITALIC] = {0x1D434, 0x1D44E, 0, 0x1D6E2, 0x1D6FC},
    [MATH_FONT_BOLD_ITALIC] = {0x1D468, 0x1D482, 0x1D7CE, 0x1D71C, 0x1D736},
    [MATH_FONT_SCRIPT] = {0x1D49C, 0x1D4B6, 0, 0, 0},
    [MATH_FONT_FRAKTUR] = {0x1D504, 0x1D51E, 0, 0, 0},
    [MATH_FONT_DOUBLE] = {0x1D538, 0x1D552, 0x1D7D8, 0, 0},
    [MATH_FONT_SANS] = {0x1D5A0, 0x1D5BA, 0x1D7E2, 0, 0},
    [MATH_FONT_MONO] = {0x1D670, 0x1D68A, 0x1D7F6, 0, 0},
};

/* Letters that Unicode had before the block: their places there are empty. */
static const struct {
  gunichar place, letter;
} OLDER[] = {
    {0x1D455, 0x210E}, {0x1D49D, 0x212C}, {0x1D4A0, 0x2130}, {0x1D4A1, 0x2131}, {0x1D4A3, 0x210B},
    {0x1D4A4, 0x2110}, {0x1D4A7, 0x2112}, {0x1D4A8, 0x2133}, {0x1D4AD, 0x211B}, {0x1D4BA, 0x212F},
    {0x1D4BC, 0x210A}, {0x1D4C4, 0x2134}, {0x1D506, 0x212D}, {0x1D50B, 0x210C}, {0x1D50C, 0x2111},
    {0x1D515, 0x211C}, {0x1D51D, 0x2128}, {0x1D53A, 0x2102}, {0x1D53F, 0x210D}, {0x1D545, 0x2115},
    {0x1D547, 0x2119}, {0x1D548, 0x211A}, {0x1D549, 0x211D}, {0x1D551, 0x2124},
};

static gunichar placed(gunichar begin, gunichar index, gunichar c)
{
  if (begin == 0)
    return c;
  for (size_t i = 0; i < G_N_ELEMENTS(OLDER); i++)
    if (OLDER[i].place == begin + index)
      return OLDER[i].letter;
  return begin + index;
}

gunichar math_letter(MathFont font, gunichar c)
{
  if (font <= MATH_FONT_ROMAN)
    return c;
  const Alphabet *alphabet = &ALPHABETS[font];
  if (c >= 'A' && c <= 'Z')
    return placed(alphabet->capitals, c - 'A', c);
  if (c >= 'a' && c <= 'z')
    return placed(alphabet->smalls, c - 'a', c);
  if (c >= '0' && c <= '9')
    return placed(alphabet->digits, c - '0', c);
  if (c >= 0x391 && c <= 0x3A9)
    return placed(alphabet->greek_capitals, c - 0x391, c);
  if (c >= 0x3B1 && c <= 0x3C9)
    return placed(alphabet->greek_smalls, c - 0x3B1, c);
  return c;
}
