# work.bash: loops, arrays, functions and text, without other programs
declare -A seen
declare -a primes

is_prime() {
    local n=$1 p
    for p in "${primes[@]}"; do
        ((p * p > n)) && return 0
        ((n % p == 0)) && return 1
    done
    return 0
}

for ((n = 2; n < 1500; n++)); do
    if is_prime "$n"; then
        primes+=("$n")
    fi
done
echo "${#primes[@]} primes, last ${primes[-1]}"

text=
for ((i = 0; i < 1500; i++)); do
    word=w$((i * 7919 % 613))
    seen[$word]=$((${seen[$word]:-0} + i))
    text+=${word/1/one}:
    if [[ $word =~ ^w([0-9])([0-9]*)$ ]]; then
        ((sum += BASH_REMATCH[1]))
    fi
    case $word in
    *77*) text=${text: -200} ;;
    w1*) text=${text:4} ;;
    esac
done
echo "$sum ${#text} ${#seen[@]} ${seen[w100]}"
for ((i = 0; i < 300; i++)); do
    value=$(echo "$i" && echo "${text:i:5}")
    total=$((total + ${#value}))
done
echo "$total"
