#include "generator/model/math/math_symbols.h"

#include <stdlib.h>
#include <string.h>

/* In byte order of the names. */
/* clang-format off */
static const MathSymbol SYMBOLS[] = {
  {"#", MATH_ORD, "#"}, {"$", MATH_ORD, "$"}, {"%", MATH_ORD, "%"}, {"&", MATH_ORD, "&"},
  {"AA", MATH_ORD, "Å"}, {"AE", MATH_ORD, "Æ"}, {"Alpha", MATH_ORD, "Α"}, {"And", MATH_BIN, "&"},
  {"Bbbk", MATH_ORD, "𝕜"}, {"Beta", MATH_ORD, "Β"}, {"Box", MATH_ORD, "□"},
  {"Bumpeq", MATH_REL, "≎"}, {"C", MATH_ORD, "ℂ"}, {"Cap", MATH_BIN, "⋒"}, {"Chi", MATH_ORD, "Χ"},
  {"Colonapprox", MATH_REL, "∷≈"}, {"Coloneq", MATH_REL, "∷−"}, {"Coloneqq", MATH_REL, "∷="},
  {"Colonsim", MATH_REL, "∷∼"}, {"Complex", MATH_ORD, "ℂ"}, {"Cup", MATH_BIN, "⋓"},
  {"Dagger", MATH_BIN, "‡"}, {"Darr", MATH_REL, "⇓"}, {"Delta", MATH_ORD, "Δ"},
  {"Diamond", MATH_ORD, "◇"}, {"Doteq", MATH_REL, "≑"}, {"Downarrow", MATH_REL, "⇓"},
  {"Epsilon", MATH_ORD, "Ε"}, {"Eqcolon", MATH_REL, "−∷"}, {"Eqqcolon", MATH_REL, "=∷"},
  {"Eta", MATH_ORD, "Η"}, {"Finv", MATH_ORD, "Ⅎ"}, {"Game", MATH_ORD, "⅁"},
  {"Gamma", MATH_ORD, "Γ"}, {"Harr", MATH_REL, "⇔"}, {"Im", MATH_ORD, "ℑ"}, {"Iota", MATH_ORD, "Ι"},
  {"Join", MATH_REL, "⋈"}, {"Kappa", MATH_ORD, "Κ"}, {"Lambda", MATH_ORD, "Λ"},
  {"Larr", MATH_REL, "⇐"}, {"Leftarrow", MATH_REL, "⇐"}, {"Leftrightarrow", MATH_REL, "⇔"},
  {"Lleftarrow", MATH_REL, "⇚"}, {"Longleftarrow", MATH_REL, "⟸"},
  {"Longleftrightarrow", MATH_REL, "⟺"}, {"Longrightarrow", MATH_REL, "⟹"},
  {"Lrarr", MATH_REL, "⇔"}, {"Lsh", MATH_REL, "↰"}, {"Mu", MATH_ORD, "Μ"}, {"N", MATH_ORD, "ℕ"},
  {"Nu", MATH_ORD, "Ν"}, {"O", MATH_ORD, "Ø"}, {"OE", MATH_ORD, "Œ"}, {"Omega", MATH_ORD, "Ω"},
  {"Omicron", MATH_ORD, "Ο"}, {"P", MATH_ORD, "¶"}, {"Phi", MATH_ORD, "Φ"}, {"Pi", MATH_ORD, "Π"},
  {"Pr", MATH_LIMIT, "Pr"}, {"Psi", MATH_ORD, "Ψ"}, {"Q", MATH_ORD, "ℚ"}, {"QED", MATH_ORD, "∎"},
  {"R", MATH_ORD, "ℝ"}, {"Rarr", MATH_REL, "⇒"}, {"Re", MATH_ORD, "ℜ"}, {"Reals", MATH_ORD, "ℝ"},
  {"Rho", MATH_ORD, "Ρ"}, {"Rightarrow", MATH_REL, "⇒"}, {"Rrightarrow", MATH_REL, "⇛"},
  {"Rsh", MATH_REL, "↱"}, {"S", MATH_ORD, "§"}, {"Sigma", MATH_ORD, "Σ"}, {"Subset", MATH_REL, "⋐"},
  {"Supset", MATH_REL, "⋑"}, {"Tau", MATH_ORD, "Τ"}, {"Theta", MATH_ORD, "Θ"},
  {"Tr", MATH_FUNCTION, "Tr"}, {"Uarr", MATH_REL, "⇑"}, {"Uparrow", MATH_REL, "⇑"},
  {"Updownarrow", MATH_REL, "⇕"}, {"Upsilon", MATH_ORD, "Υ"}, {"Vdash", MATH_REL, "⊩"},
  {"Vert", MATH_ORD, "‖"}, {"Vvdash", MATH_REL, "⊪"}, {"Xi", MATH_ORD, "Ξ"}, {"Z", MATH_ORD, "ℤ"},
  {"Zeta", MATH_ORD, "Ζ"}, {"_", MATH_ORD, "_"}, {"aa", MATH_ORD, "å"}, {"ae", MATH_ORD, "æ"},
  {"alef", MATH_ORD, "ℵ"}, {"alefsym", MATH_ORD, "ℵ"}, {"aleph", MATH_ORD, "ℵ"},
  {"alpha", MATH_ORD, "α"}, {"amalg", MATH_BIN, "⨿"}, {"angle", MATH_ORD, "∠"},
  {"approx", MATH_REL, "≈"}, {"approxcoloneqq", MATH_REL, "≈≔"}, {"approxeq", MATH_REL, "≊"},
  {"arccos", MATH_FUNCTION, "arccos"}, {"arcctg", MATH_FUNCTION, "arcctg"},
  {"arcosh", MATH_FUNCTION, "arcosh"}, {"arcsin", MATH_FUNCTION, "arcsin"},
  {"arctan", MATH_FUNCTION, "arctan"}, {"arctg", MATH_FUNCTION, "arctg"},
  {"arg", MATH_FUNCTION, "arg"}, {"argmax", MATH_LIMIT, "arg max"},
  {"argmin", MATH_LIMIT, "arg min"}, {"arsinh", MATH_FUNCTION, "arsinh"},
  {"artanh", MATH_FUNCTION, "artanh"}, {"ast", MATH_BIN, "∗"}, {"asymp", MATH_REL, "≍"},
  {"backepsilon", MATH_REL, "∍"}, {"backprime", MATH_ORD, "‵"}, {"backsim", MATH_REL, "∽"},
  {"backsimeq", MATH_REL, "⋍"}, {"backslash", MATH_ORD, "\\"}, {"barwedge", MATH_BIN, "⊼"},
  {"because", MATH_REL, "∵"}, {"beta", MATH_ORD, "β"}, {"beth", MATH_ORD, "ℶ"},
  {"between", MATH_REL, "≬"}, {"bigcap", MATH_OP, "⋂"}, {"bigcirc", MATH_BIN, "◯"},
  {"bigcup", MATH_OP, "⋃"}, {"bigodot", MATH_OP, "⨀"}, {"bigoplus", MATH_OP, "⨁"},
  {"bigotimes", MATH_OP, "⨂"}, {"bigsqcup", MATH_OP, "⨆"}, {"bigstar", MATH_ORD, "★"},
  {"bigtriangledown", MATH_BIN, "▽"}, {"bigtriangleup", MATH_BIN, "△"}, {"biguplus", MATH_OP, "⨄"},
  {"bigvee", MATH_OP, "⋁"}, {"bigwedge", MATH_OP, "⋀"}, {"blacklozenge", MATH_ORD, "⧫"},
  {"blacksquare", MATH_ORD, "■"}, {"blacktriangle", MATH_ORD, "▲"},
  {"blacktriangledown", MATH_ORD, "▼"}, {"blacktriangleleft", MATH_ORD, "◀"},
  {"blacktriangleright", MATH_ORD, "▶"}, {"bot", MATH_ORD, "⊥"}, {"bowtie", MATH_REL, "⋈"},
  {"boxdot", MATH_BIN, "⊡"}, {"boxminus", MATH_BIN, "⊟"}, {"boxplus", MATH_BIN, "⊞"},
  {"boxtimes", MATH_BIN, "⊠"}, {"bull", MATH_BIN, "∙"}, {"bullet", MATH_BIN, "∙"},
  {"bumpeq", MATH_REL, "≏"}, {"cap", MATH_BIN, "∩"}, {"cdot", MATH_BIN, "⋅"},
  {"cdotp", MATH_BIN, "⋅"}, {"cdots", MATH_ORD, "⋯"}, {"centerdot", MATH_BIN, "⋅"},
  {"ch", MATH_FUNCTION, "ch"}, {"checkmark", MATH_ORD, "✓"}, {"chi", MATH_ORD, "χ"},
  {"circ", MATH_BIN, "∘"}, {"circeq", MATH_REL, "≗"}, {"circlearrowleft", MATH_REL, "↺"},
  {"circlearrowright", MATH_REL, "↻"}, {"circledR", MATH_ORD, "®"}, {"circledS", MATH_ORD, "Ⓢ"},
  {"circledast", MATH_BIN, "⊛"}, {"circledcirc", MATH_BIN, "⊚"}, {"circleddash", MATH_BIN, "⊝"},
  {"clubs", MATH_ORD, "♣"}, {"clubsuit", MATH_ORD, "♣"}, {"cnums", MATH_ORD, "ℂ"},
  {"colon", MATH_PUNCT, ":"}, {"colonapprox", MATH_REL, "∶≈"}, {"coloncolon", MATH_REL, "∷"},
  {"coloncolonequals", MATH_REL, "∷="}, {"coloneq", MATH_REL, "≔"}, {"coloneqq", MATH_REL, "≔"},
  {"colonequals", MATH_REL, "≔"}, {"colonsim", MATH_REL, "∶∼"}, {"complement", MATH_ORD, "∁"},
  {"cong", MATH_REL, "≅"}, {"coprod", MATH_OP, "∐"}, {"copyright", MATH_ORD, "©"},
  {"cos", MATH_FUNCTION, "cos"}, {"cosec", MATH_FUNCTION, "cosec"}, {"cosh", MATH_FUNCTION, "cosh"},
  {"cot", MATH_FUNCTION, "cot"}, {"cotg", MATH_FUNCTION, "cotg"}, {"coth", MATH_FUNCTION, "coth"},
  {"csc", MATH_FUNCTION, "csc"}, {"csch", MATH_FUNCTION, "csch"}, {"ctg", MATH_FUNCTION, "ctg"},
  {"cth", MATH_FUNCTION, "cth"}, {"cup", MATH_BIN, "∪"}, {"curlyeqprec", MATH_REL, "⋞"},
  {"curlyeqsucc", MATH_REL, "⋟"}, {"curlyvee", MATH_BIN, "⋎"}, {"curlywedge", MATH_BIN, "⋏"},
  {"curvearrowleft", MATH_REL, "↶"}, {"curvearrowright", MATH_REL, "↷"}, {"dArr", MATH_REL, "⇓"},
  {"dag", MATH_BIN, "†"}, {"dagger", MATH_ORD, "†"}, {"daleth", MATH_ORD, "ℸ"},
  {"darr", MATH_REL, "↓"}, {"dashleftarrow", MATH_REL, "⇠"}, {"dashrightarrow", MATH_REL, "⇢"},
  {"dashv", MATH_REL, "⊣"}, {"dblcolon", MATH_REL, "∷"}, {"ddag", MATH_BIN, "‡"},
  {"ddagger", MATH_ORD, "‡"}, {"ddots", MATH_ORD, "⋱"}, {"deg", MATH_FUNCTION, "deg"},
  {"degree", MATH_ORD, "°"}, {"delta", MATH_ORD, "δ"}, {"det", MATH_LIMIT, "det"},
  {"diag", MATH_FUNCTION, "diag"}, {"diagdown", MATH_ORD, "╲"}, {"diagup", MATH_ORD, "╱"},
  {"diamond", MATH_BIN, "⋄"}, {"diamonds", MATH_ORD, "♢"}, {"diamondsuit", MATH_ORD, "♢"},
  {"digamma", MATH_ORD, "ϝ"}, {"dim", MATH_FUNCTION, "dim"}, {"div", MATH_BIN, "÷"},
  {"divideontimes", MATH_BIN, "⋇"}, {"doteq", MATH_REL, "≐"}, {"doteqdot", MATH_REL, "≑"},
  {"dotplus", MATH_BIN, "∔"}, {"dots", MATH_ORD, "…"}, {"dotsb", MATH_ORD, "⋯"},
  {"dotsc", MATH_ORD, "…"}, {"dotsi", MATH_ORD, "⋯"}, {"dotsm", MATH_ORD, "⋯"},
  {"dotso", MATH_ORD, "…"}, {"doublebarwedge", MATH_BIN, "⩞"}, {"doublecap", MATH_BIN, "⋒"},
  {"doublecup", MATH_BIN, "⋓"}, {"downarrow", MATH_REL, "↓"}, {"downdownarrows", MATH_REL, "⇊"},
  {"downharpoonleft", MATH_REL, "⇃"}, {"downharpoonright", MATH_REL, "⇂"}, {"ell", MATH_ORD, "ℓ"},
  {"empty", MATH_ORD, "∅"}, {"emptyset", MATH_ORD, "∅"}, {"epsilon", MATH_ORD, "ϵ"},
  {"eqcirc", MATH_REL, "≖"}, {"eqcolon", MATH_REL, "∹"}, {"eqqcolon", MATH_REL, "≕"},
  {"eqsim", MATH_REL, "≂"}, {"eqslantgtr", MATH_REL, "⪖"}, {"eqslantless", MATH_REL, "⪕"},
  {"equalscolon", MATH_REL, "≕"}, {"equiv", MATH_REL, "≡"}, {"erf", MATH_FUNCTION, "erf"},
  {"eta", MATH_ORD, "η"}, {"eth", MATH_ORD, "ð"}, {"euro", MATH_ORD, "€"}, {"exist", MATH_ORD, "∃"},
  {"exists", MATH_ORD, "∃"}, {"exp", MATH_FUNCTION, "exp"}, {"fallingdotseq", MATH_REL, "≒"},
  {"flat", MATH_ORD, "♭"}, {"forall", MATH_ORD, "∀"}, {"frown", MATH_REL, "⌢"},
  {"gamma", MATH_ORD, "γ"}, {"gcd", MATH_LIMIT, "gcd"}, {"ge", MATH_REL, "≥"},
  {"geq", MATH_REL, "≥"}, {"geqq", MATH_REL, "≧"}, {"geqslant", MATH_REL, "⩾"},
  {"gets", MATH_REL, "←"}, {"gg", MATH_REL, "≫"}, {"ggg", MATH_REL, "⋙"}, {"gggtr", MATH_REL, "⋙"},
  {"gimel", MATH_ORD, "ℷ"}, {"gnapprox", MATH_REL, "⪊"}, {"gneq", MATH_REL, "⪈"},
  {"gneqq", MATH_REL, "≩"}, {"gnsim", MATH_REL, "⋧"}, {"gt", MATH_REL, ">"},
  {"gtrapprox", MATH_REL, "⪆"}, {"gtrdot", MATH_REL, "⋗"}, {"gtreqless", MATH_REL, "⋛"},
  {"gtreqqless", MATH_REL, "⪌"}, {"gtrless", MATH_REL, "≷"}, {"gtrsim", MATH_REL, "≳"},
  {"gvertneqq", MATH_REL, "≩"}, {"hArr", MATH_REL, "⇔"}, {"harr", MATH_REL, "↔"},
  {"hbar", MATH_ORD, "ℏ"}, {"hearts", MATH_ORD, "♡"}, {"heartsuit", MATH_ORD, "♡"},
  {"hom", MATH_FUNCTION, "hom"}, {"hookleftarrow", MATH_REL, "↩"},
  {"hookrightarrow", MATH_REL, "↪"}, {"hslash", MATH_ORD, "ℏ"}, {"i", MATH_ORD, "ı"},
  {"iddots", MATH_ORD, "⋰"}, {"idotsint", MATH_INTEGRAL, "∫⋯∫"}, {"iff", MATH_REL, "⟺"},
  {"iiiint", MATH_INTEGRAL, "⨌"}, {"iiint", MATH_INTEGRAL, "∭"}, {"iint", MATH_INTEGRAL, "∬"},
  {"image", MATH_ORD, "ℑ"}, {"imageof", MATH_REL, "⊷"}, {"imath", MATH_ORD, "ı"},
  {"impliedby", MATH_REL, "⟸"}, {"implies", MATH_REL, "⟹"}, {"in", MATH_REL, "∈"},
  {"inf", MATH_LIMIT, "inf"}, {"infin", MATH_ORD, "∞"}, {"infty", MATH_ORD, "∞"},
  {"injlim", MATH_LIMIT, "inj lim"}, {"int", MATH_INTEGRAL, "∫"}, {"intercal", MATH_BIN, "⊺"},
  {"intop", MATH_INTEGRAL, "∫"}, {"iota", MATH_ORD, "ι"}, {"isin", MATH_REL, "∈"},
  {"j", MATH_ORD, "ȷ"}, {"jmath", MATH_ORD, "ȷ"}, {"kappa", MATH_ORD, "κ"},
  {"ker", MATH_FUNCTION, "ker"}, {"lArr", MATH_REL, "⇐"}, {"lBrace", MATH_OPEN, "⦃"},
  {"lVert", MATH_OPEN, "‖"}, {"lambda", MATH_ORD, "λ"}, {"land", MATH_BIN, "∧"},
  {"lang", MATH_OPEN, "⟨"}, {"langle", MATH_OPEN, "⟨"}, {"larr", MATH_REL, "←"},
  {"lbrace", MATH_OPEN, "{"}, {"lbrack", MATH_OPEN, "["}, {"lceil", MATH_OPEN, "⌈"},
  {"lcm", MATH_LIMIT, "lcm"}, {"ldotp", MATH_BIN, "."}, {"ldots", MATH_ORD, "…"},
  {"le", MATH_REL, "≤"}, {"leadsto", MATH_REL, "⇝"}, {"leftarrow", MATH_REL, "←"},
  {"leftarrowtail", MATH_REL, "↢"}, {"leftharpoondown", MATH_REL, "↽"},
  {"leftharpoonup", MATH_REL, "↼"}, {"leftleftarrows", MATH_REL, "⇇"},
  {"leftrightarrow", MATH_REL, "↔"}, {"leftrightarrows", MATH_REL, "⇆"},
  {"leftrightharpoons", MATH_REL, "⇋"}, {"leftrightsquigarrow", MATH_REL, "↭"},
  {"leftthreetimes", MATH_BIN, "⋋"}, {"leq", MATH_REL, "≤"}, {"leqq", MATH_REL, "≦"},
  {"leqslant", MATH_REL, "⩽"}, {"lessapprox", MATH_REL, "⪅"}, {"lessdot", MATH_REL, "⋖"},
  {"lesseqgtr", MATH_REL, "⋚"}, {"lesseqqgtr", MATH_REL, "⪋"}, {"lessgtr", MATH_REL, "≶"},
  {"lesssim", MATH_REL, "≲"}, {"lfloor", MATH_OPEN, "⌊"}, {"lg", MATH_FUNCTION, "lg"},
  {"lgroup", MATH_OPEN, "⟮"}, {"lhd", MATH_BIN, "⊲"}, {"lim", MATH_LIMIT, "lim"},
  {"liminf", MATH_LIMIT, "lim inf"}, {"limsup", MATH_LIMIT, "lim sup"}, {"ll", MATH_REL, "≪"},
  {"llbracket", MATH_OPEN, "⟦"}, {"llcorner", MATH_OPEN, "⌞"}, {"lll", MATH_REL, "⋘"},
  {"llless", MATH_REL, "⋘"}, {"lmoustache", MATH_OPEN, "⎰"}, {"ln", MATH_FUNCTION, "ln"},
  {"lnapprox", MATH_REL, "⪉"}, {"lneq", MATH_REL, "⪇"}, {"lneqq", MATH_REL, "≨"},
  {"lnot", MATH_ORD, "¬"}, {"lnsim", MATH_REL, "⋦"}, {"log", MATH_FUNCTION, "log"},
  {"longleftarrow", MATH_REL, "⟵"}, {"longleftrightarrow", MATH_REL, "⟷"},
  {"longmapsto", MATH_REL, "⟼"}, {"longrightarrow", MATH_REL, "⟶"},
  {"looparrowleft", MATH_REL, "↫"}, {"looparrowright", MATH_REL, "↬"}, {"lor", MATH_BIN, "∨"},
  {"loz", MATH_ORD, "◊"}, {"lozenge", MATH_ORD, "◊"}, {"lparen", MATH_OPEN, "("},
  {"lq", MATH_ORD, "‘"}, {"lrArr", MATH_REL, "⇔"}, {"lrarr", MATH_REL, "↔"},
  {"lrcorner", MATH_CLOSE, "⌟"}, {"lt", MATH_REL, "<"}, {"ltimes", MATH_BIN, "⋉"},
  {"lto", MATH_REL, "⟶"}, {"lvert", MATH_OPEN, "|"}, {"lvertneqq", MATH_REL, "≨"},
  {"maltese", MATH_ORD, "✠"}, {"mapsto", MATH_REL, "↦"}, {"mathellipsis", MATH_ORD, "…"},
  {"mathsterling", MATH_ORD, "£"}, {"max", MATH_LIMIT, "max"}, {"measuredangle", MATH_ORD, "∡"},
  {"mho", MATH_ORD, "℧"}, {"mid", MATH_REL, "∣"}, {"min", MATH_LIMIT, "min"},
  {"minuso", MATH_BIN, "⦵"}, {"models", MATH_REL, "⊨"}, {"mp", MATH_BIN, "∓"},
  {"mu", MATH_ORD, "μ"}, {"multimap", MATH_REL, "⊸"}, {"nLeftarrow", MATH_REL, "⇍"},
  {"nLeftrightarrow", MATH_REL, "⇎"}, {"nRightarrow", MATH_REL, "⇏"}, {"nVDash", MATH_REL, "⊯"},
  {"nVdash", MATH_REL, "⊮"}, {"nabla", MATH_ORD, "∇"}, {"natnums", MATH_ORD, "ℕ"},
  {"natural", MATH_ORD, "♮"}, {"ncong", MATH_REL, "≇"}, {"ne", MATH_REL, "≠"},
  {"nearrow", MATH_REL, "↗"}, {"neg", MATH_ORD, "¬"}, {"neq", MATH_REL, "≠"},
  {"nexists", MATH_ORD, "∄"}, {"ngeq", MATH_REL, "≱"}, {"ngeqq", MATH_REL, "≧̸"},
  {"ngeqslant", MATH_REL, "⩾̸"}, {"ngtr", MATH_REL, "≯"}, {"ni", MATH_REL, "∋"},
  {"nleftarrow", MATH_REL, "↚"}, {"nleftrightarrow", MATH_REL, "↮"}, {"nleq", MATH_REL, "≰"},
  {"nleqq", MATH_REL, "≦̸"}, {"nleqslant", MATH_REL, "⩽̸"}, {"nless", MATH_REL, "≮"},
  {"nmid", MATH_REL, "∤"}, {"notin", MATH_REL, "∉"}, {"notni", MATH_REL, "∌"},
  {"nparallel", MATH_REL, "∦"}, {"nprec", MATH_REL, "⊀"}, {"npreceq", MATH_REL, "⪯̸"},
  {"nrightarrow", MATH_REL, "↛"}, {"nshortmid", MATH_REL, "∤"}, {"nshortparallel", MATH_REL, "∦"},
  {"nsim", MATH_REL, "≁"}, {"nsubseteq", MATH_REL, "⊈"}, {"nsubseteqq", MATH_REL, "⫅̸"},
  {"nsucc", MATH_REL, "⊁"}, {"nsucceq", MATH_REL, "⪰̸"}, {"nsupseteq", MATH_REL, "⊉"},
  {"nsupseteqq", MATH_REL, "⫆̸"}, {"ntriangleleft", MATH_REL, "⋪"},
  {"ntrianglelefteq", MATH_REL, "⋬"}, {"ntriangleright", MATH_REL, "⋫"},
  {"ntrianglerighteq", MATH_REL, "⋭"}, {"nu", MATH_ORD, "ν"}, {"nvDash", MATH_REL, "⊭"},
  {"nvdash", MATH_REL, "⊬"}, {"nwarrow", MATH_REL, "↖"}, {"o", MATH_ORD, "ø"},
  {"odot", MATH_BIN, "⊙"}, {"oe", MATH_ORD, "œ"}, {"oiiint", MATH_INTEGRAL, "∰"},
  {"oiint", MATH_INTEGRAL, "∯"}, {"oint", MATH_INTEGRAL, "∮"}, {"omega", MATH_ORD, "ω"},
  {"omicron", MATH_ORD, "ο"}, {"ominus", MATH_BIN, "⊖"}, {"oplus", MATH_BIN, "⊕"},
  {"origof", MATH_REL, "⊶"}, {"oslash", MATH_BIN, "⊘"}, {"otimes", MATH_BIN, "⊗"},
  {"owns", MATH_REL, "∋"}, {"parallel", MATH_REL, "∥"}, {"part", MATH_ORD, "∂"},
  {"partial", MATH_ORD, "∂"}, {"perp", MATH_REL, "⊥"}, {"phi", MATH_ORD, "ϕ"},
  {"pi", MATH_ORD, "π"}, {"pitchfork", MATH_REL, "⋔"}, {"plusmn", MATH_BIN, "±"},
  {"pm", MATH_BIN, "±"}, {"pounds", MATH_ORD, "£"}, {"prec", MATH_REL, "≺"},
  {"precapprox", MATH_REL, "⪷"}, {"preccurlyeq", MATH_REL, "≼"}, {"preceq", MATH_REL, "⪯"},
  {"precnapprox", MATH_REL, "⪹"}, {"precneqq", MATH_REL, "⪵"}, {"precnsim", MATH_REL, "⋨"},
  {"precsim", MATH_REL, "≾"}, {"prime", MATH_ORD, "′"}, {"prod", MATH_OP, "∏"},
  {"projlim", MATH_LIMIT, "proj lim"}, {"propto", MATH_REL, "∝"}, {"psi", MATH_ORD, "ψ"},
  {"rArr", MATH_REL, "⇒"}, {"rBrace", MATH_CLOSE, "⦄"}, {"rVert", MATH_CLOSE, "‖"},
  {"rang", MATH_CLOSE, "⟩"}, {"rangle", MATH_CLOSE, "⟩"}, {"rank", MATH_FUNCTION, "rank"},
  {"rarr", MATH_REL, "→"}, {"rbrace", MATH_CLOSE, "}"}, {"rbrack", MATH_CLOSE, "]"},
  {"rceil", MATH_CLOSE, "⌉"}, {"real", MATH_ORD, "ℜ"}, {"reals", MATH_ORD, "ℝ"},
  {"rfloor", MATH_CLOSE, "⌋"}, {"rgroup", MATH_CLOSE, "⟯"}, {"rhd", MATH_BIN, "⊳"},
  {"rho", MATH_ORD, "ρ"}, {"rightarrow", MATH_REL, "→"}, {"rightarrowtail", MATH_REL, "↣"},
  {"rightharpoondown", MATH_REL, "⇁"}, {"rightharpoonup", MATH_REL, "⇀"},
  {"rightleftarrows", MATH_REL, "⇄"}, {"rightleftharpoons", MATH_REL, "⇌"},
  {"rightrightarrows", MATH_REL, "⇉"}, {"rightsquigarrow", MATH_REL, "⇝"},
  {"rightthreetimes", MATH_BIN, "⋌"}, {"risingdotseq", MATH_REL, "≓"},
  {"rmoustache", MATH_CLOSE, "⎱"}, {"rparen", MATH_CLOSE, ")"}, {"rq", MATH_ORD, "’"},
  {"rrbracket", MATH_CLOSE, "⟧"}, {"rtimes", MATH_BIN, "⋊"}, {"rvert", MATH_CLOSE, "|"},
  {"sdot", MATH_BIN, "⋅"}, {"searrow", MATH_REL, "↘"}, {"sec", MATH_FUNCTION, "sec"},
  {"sech", MATH_FUNCTION, "sech"}, {"sect", MATH_ORD, "§"}, {"setminus", MATH_BIN, "∖"},
  {"sgn", MATH_FUNCTION, "sgn"}, {"sh", MATH_FUNCTION, "sh"}, {"sharp", MATH_ORD, "♯"},
  {"shortmid", MATH_REL, "∣"}, {"shortparallel", MATH_REL, "∥"}, {"sigma", MATH_ORD, "σ"},
  {"sim", MATH_REL, "∼"}, {"simcolon", MATH_REL, "∼∶"}, {"simeq", MATH_REL, "≃"},
  {"sin", MATH_FUNCTION, "sin"}, {"sinc", MATH_FUNCTION, "sinc"}, {"sinh", MATH_FUNCTION, "sinh"},
  {"smallfrown", MATH_REL, "⌢"}, {"smallint", MATH_INTEGRAL, "∫"}, {"smallsetminus", MATH_BIN, "∖"},
  {"smallsmile", MATH_REL, "⌣"}, {"smile", MATH_REL, "⌣"}, {"spades", MATH_ORD, "♠"},
  {"spadesuit", MATH_ORD, "♠"}, {"sphericalangle", MATH_ORD, "∢"}, {"sqcap", MATH_BIN, "⊓"},
  {"sqcup", MATH_BIN, "⊔"}, {"sqsubset", MATH_REL, "⊏"}, {"sqsubseteq", MATH_REL, "⊑"},
  {"sqsupset", MATH_REL, "⊐"}, {"sqsupseteq", MATH_REL, "⊒"}, {"square", MATH_ORD, "□"},
  {"ss", MATH_ORD, "ß"}, {"star", MATH_BIN, "⋆"}, {"sub", MATH_REL, "⊂"}, {"sube", MATH_REL, "⊆"},
  {"subset", MATH_REL, "⊂"}, {"subseteq", MATH_REL, "⊆"}, {"subseteqq", MATH_REL, "⫅"},
  {"subsetneq", MATH_REL, "⊊"}, {"subsetneqq", MATH_REL, "⫋"}, {"succ", MATH_REL, "≻"},
  {"succapprox", MATH_REL, "⪸"}, {"succcurlyeq", MATH_REL, "≽"}, {"succeq", MATH_REL, "⪰"},
  {"succnapprox", MATH_REL, "⪺"}, {"succneqq", MATH_REL, "⪶"}, {"succnsim", MATH_REL, "⋩"},
  {"succsim", MATH_REL, "≿"}, {"sum", MATH_OP, "∑"}, {"sup", MATH_LIMIT, "sup"},
  {"supe", MATH_REL, "⊇"}, {"supset", MATH_REL, "⊃"}, {"supseteq", MATH_REL, "⊇"},
  {"supseteqq", MATH_REL, "⫆"}, {"supsetneq", MATH_REL, "⊋"}, {"supsetneqq", MATH_REL, "⫌"},
  {"surd", MATH_ORD, "√"}, {"swarrow", MATH_REL, "↙"}, {"tan", MATH_FUNCTION, "tan"},
  {"tanh", MATH_FUNCTION, "tanh"}, {"tau", MATH_ORD, "τ"}, {"textasciicircum", MATH_ORD, "^"},
  {"textasciitilde", MATH_ORD, "~"}, {"textbackslash", MATH_ORD, "\\"}, {"textbar", MATH_ORD, "|"},
  {"textdegree", MATH_ORD, "°"}, {"textdollar", MATH_ORD, "$"}, {"textellipsis", MATH_ORD, "…"},
  {"textemdash", MATH_ORD, "—"}, {"textendash", MATH_ORD, "–"}, {"textgreater", MATH_ORD, ">"},
  {"textless", MATH_ORD, "<"}, {"textquotedblleft", MATH_ORD, "“"},
  {"textquotedblright", MATH_ORD, "”"}, {"textquoteleft", MATH_ORD, "‘"},
  {"textquoteright", MATH_ORD, "’"}, {"textregistered", MATH_ORD, "®"},
  {"textsterling", MATH_ORD, "£"}, {"textunderscore", MATH_ORD, "_"}, {"tg", MATH_FUNCTION, "tg"},
  {"th", MATH_FUNCTION, "th"}, {"therefore", MATH_REL, "∴"}, {"theta", MATH_ORD, "θ"},
  {"thetasym", MATH_ORD, "ϑ"}, {"thickapprox", MATH_REL, "≈"}, {"thicksim", MATH_REL, "∼"},
  {"times", MATH_BIN, "×"}, {"to", MATH_REL, "→"}, {"top", MATH_ORD, "⊤"},
  {"tr", MATH_FUNCTION, "tr"}, {"triangle", MATH_ORD, "△"}, {"triangledown", MATH_ORD, "▽"},
  {"triangleleft", MATH_BIN, "◁"}, {"trianglelefteq", MATH_REL, "⊴"}, {"triangleq", MATH_REL, "≜"},
  {"triangleright", MATH_BIN, "▷"}, {"trianglerighteq", MATH_REL, "⊵"},
  {"twoheadleftarrow", MATH_REL, "↞"}, {"twoheadrightarrow", MATH_REL, "↠"},
  {"uArr", MATH_REL, "⇑"}, {"uarr", MATH_REL, "↑"}, {"ulcorner", MATH_OPEN, "⌜"},
  {"unlhd", MATH_BIN, "⊴"}, {"unrhd", MATH_BIN, "⊵"}, {"uparrow", MATH_REL, "↑"},
  {"updownarrow", MATH_REL, "↕"}, {"upharpoonleft", MATH_REL, "↿"},
  {"upharpoonright", MATH_REL, "↾"}, {"uplus", MATH_BIN, "⊎"}, {"upsilon", MATH_ORD, "υ"},
  {"upuparrows", MATH_REL, "⇈"}, {"urcorner", MATH_CLOSE, "⌝"}, {"vDash", MATH_REL, "⊨"},
  {"varDelta", MATH_ORD, "𝛥"}, {"varGamma", MATH_ORD, "𝛤"}, {"varLambda", MATH_ORD, "𝛬"},
  {"varOmega", MATH_ORD, "𝛺"}, {"varPhi", MATH_ORD, "𝛷"}, {"varPi", MATH_ORD, "𝛱"},
  {"varPsi", MATH_ORD, "𝛹"}, {"varSigma", MATH_ORD, "𝛴"}, {"varTheta", MATH_ORD, "𝛩"},
  {"varUpsilon", MATH_ORD, "𝛶"}, {"varXi", MATH_ORD, "𝛯"}, {"varepsilon", MATH_ORD, "ε"},
  {"varinjlim", MATH_LIMIT, "inj lim"}, {"varkappa", MATH_ORD, "ϰ"},
  {"varliminf", MATH_LIMIT, "lim inf"}, {"varlimsup", MATH_LIMIT, "lim sup"},
  {"varnothing", MATH_ORD, "∅"}, {"varparallel", MATH_REL, "∥"}, {"varphi", MATH_ORD, "φ"},
  {"varpi", MATH_ORD, "ϖ"}, {"varprojlim", MATH_LIMIT, "proj lim"}, {"varpropto", MATH_REL, "∝"},
  {"varrho", MATH_ORD, "ϱ"}, {"varsigma", MATH_ORD, "ς"}, {"varsubsetneq", MATH_REL, "⊊"},
  {"varsubsetneqq", MATH_REL, "⫋"}, {"varsupsetneq", MATH_REL, "⊋"},
  {"varsupsetneqq", MATH_REL, "⫌"}, {"vartheta", MATH_ORD, "ϑ"}, {"vartriangle", MATH_REL, "△"},
  {"vartriangleleft", MATH_REL, "⊲"}, {"vartriangleright", MATH_REL, "⊳"},
  {"vcentcolon", MATH_REL, "∶"}, {"vdash", MATH_REL, "⊢"}, {"vdots", MATH_ORD, "⋮"},
  {"vee", MATH_BIN, "∨"}, {"veebar", MATH_BIN, "⊻"}, {"vert", MATH_ORD, "|"},
  {"wedge", MATH_BIN, "∧"}, {"weierp", MATH_ORD, "℘"}, {"wp", MATH_ORD, "℘"}, {"wr", MATH_BIN, "≀"},
  {"xi", MATH_ORD, "ξ"}, {"yen", MATH_ORD, "¥"}, {"zeta", MATH_ORD, "ζ"}, {"{", MATH_OPEN, "{"},
  {"|", MATH_ORD, "‖"}, {"}", MATH_CLOSE, "}"},
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

const char *math_symbol_name(size_t index)
{
  return index < G_N_ELEMENTS(SYMBOLS) ? SYMBOLS[index].name : NULL;
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
